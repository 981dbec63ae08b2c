package reeve.rules.engine;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;

/**
 * What rules used of their limits as bytes, the same for the same use. All is big-endian: {@code
 * RVB1}, position (8), number of kinds (4), of each its name, hour, day and events (8 each); number
 * of rules (4), of each its name, its kind, hour, day, events that it missed, hits (8 each), the
 * accounts of the hour and those of the day, each as number (4) and hashes (8 each); CRC-32C of all
 * before (4). Names are two bytes of length and UTF-8.
 */
final class BudgetBytes {
  private static final int MAGIC = ('R' << 24) | ('V' << 16) | ('B' << 8) | '1';

  private BudgetBytes() {}

  static byte[] write(Budgets budgets, long position) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      DataOutputStream out = new DataOutputStream(bytes);
      out.writeInt(MAGIC);
      out.writeLong(position);
      Map<String, Budgets.Events> kinds = budgets.events();
      out.writeInt(kinds.size());
      for (Map.Entry<String, Budgets.Events> kind : kinds.entrySet()) {
        out.writeUTF(kind.getKey());
        out.writeLong(kind.getValue().hour);
        out.writeLong(kind.getValue().day);
        out.writeLong(kind.getValue().count);
      }
      List<Budgets.Named> rules = budgets.used();
      out.writeInt(rules.size());
      for (Budgets.Named rule : rules) {
        out.writeUTF(rule.rule());
        out.writeUTF(rule.kind());
        Budgets.Used used = rule.used();
        out.writeLong(used.hour);
        out.writeLong(used.day);
        out.writeLong(used.missed);
        out.writeLong(used.hits);
        write(used.hourly, out);
        write(used.daily, out);
      }
      out.writeInt(checksum(bytes.toByteArray(), bytes.size()));
      return bytes.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void write(LongSet set, DataOutputStream out) throws IOException {
    out.writeInt(set.size());
    for (long hash : set.all().toArray()) {
      out.writeLong(hash);
    }
  }

  /** Lets the budgets inherit what bytes hold; returns the position. */
  static long read(byte[] bytes, Budgets into) throws IOException {
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
    if (bytes.length < 24 || in.readInt() != MAGIC) {
      throw new IOException("these are no budgets of rules");
    }
    int end = bytes.length - Integer.BYTES;
    DataInputStream last = new DataInputStream(new ByteArrayInputStream(bytes, end, Integer.BYTES));
    if (last.readInt() != checksum(bytes, end)) {
      throw new IOException("the budgets of rules have changed: their checksum differs");
    }
    long position = in.readLong();
    Map<String, Budgets.Events> kinds = new HashMap<>();
    for (int left = in.readInt(); left > 0; left--) {
      Budgets.Events kind = new Budgets.Events();
      kinds.put(in.readUTF(), kind);
      kind.hour = in.readLong();
      kind.day = in.readLong();
      kind.count = in.readLong();
    }
    List<Budgets.Named> rules = new ArrayList<>();
    for (int left = in.readInt(); left > 0; left--) {
      Budgets.Named rule = new Budgets.Named(in.readUTF(), in.readUTF(), new Budgets.Used());
      rule.used().hour = in.readLong();
      rule.used().day = in.readLong();
      rule.used().missed = in.readLong();
      rule.used().hits = in.readLong();
      read(rule.used().hourly, in);
      read(rule.used().daily, in);
      rules.add(rule);
    }
    into.inherit(kinds, rules);
    return position;
  }

  private static void read(LongSet into, DataInputStream in) throws IOException {
    for (int left = in.readInt(); left > 0; left--) {
      into.add(in.readLong());
    }
  }

  private static int checksum(byte[] bytes, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, length);
    return (int) crc.getValue();
  }
}
