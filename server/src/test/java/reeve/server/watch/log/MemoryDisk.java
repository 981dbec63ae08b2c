package reeve.server.watch.log;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A disk in memory that can fail and lose power. Like a real one it holds what was written for
 * written after a flush has failed, and drops it.
 */
final class MemoryDisk implements Disk {
  private final Map<String, Node> names = new TreeMap<>();
  private final Map<String, Node> durable = new TreeMap<>();
  private long calls;
  private long failAt = -1;
  private boolean failAfter;
  private boolean open = true;

  private static final class Write {
    private final int position;
    private final byte[] bytes;

    private Write(int position, byte[] bytes) {
      this.position = position;
      this.bytes = bytes;
    }
  }

  private static final class Node {
    private byte[] now = {};
    private byte[] kept = {};
    private final List<Write> dirty = new ArrayList<>();
  }

  /** Lets one later call fail: 0 is the next that changes anything. */
  synchronized void failAt(long call, boolean after) {
    failAt = calls + call;
    failAfter = after;
  }

  synchronized boolean failed() {
    return failAt >= 0 && calls > failAt;
  }

  /** The process ends; what it wrote stays. */
  synchronized MemoryDisk reopened() {
    open = true;
    failAt = -1;
    return this;
  }

  /** The power goes: what was not flushed may be there, in parts, or not. */
  synchronized MemoryDisk afterPowerLoss(Random random) {
    MemoryDisk next = new MemoryDisk();
    IdentityHashMap<Node, Node> copies = new IdentityHashMap<>();
    TreeSet<String> all = new TreeSet<>(names.keySet());
    all.addAll(durable.keySet());
    boolean ordered = random.nextBoolean();
    for (String name : all) {
      Node node = (ordered || random.nextBoolean() ? durable : names).get(name);
      if (node != null) {
        Node copy = copies.computeIfAbsent(node, it -> survivor(it, random));
        next.names.put(name, copy);
        next.durable.put(name, copy);
      }
    }
    return next;
  }

  private static Node survivor(Node node, Random random) {
    byte[] content = node.kept;
    for (Write write : node.dirty) {
      int length = write.bytes.length;
      switch (random.nextInt(4)) {
        case 0 -> {}
        case 1 -> content = written(content, write.position, write.bytes, length);
        case 2 ->
            content = written(content, write.position, write.bytes, random.nextInt(length + 1));
        default -> { // pages reach the disk in any order
          for (int at = 0; at < length; at += 100) {
            if (random.nextBoolean()) {
              byte[] page = Arrays.copyOfRange(write.bytes, at, Math.min(length, at + 100));
              content = written(content, write.position + at, page, page.length);
            }
          }
        }
      }
    }
    Node copy = new Node();
    copy.now = content;
    copy.kept = content;
    return copy;
  }

  private static byte[] written(byte[] content, int position, byte[] bytes, int length) {
    if (length == 0) {
      return content;
    }
    byte[] next = Arrays.copyOf(content, Math.max(content.length, position + length));
    System.arraycopy(bytes, 0, next, position, length);
    return next;
  }

  synchronized byte[] content(String name) {
    return names.get(name).now.clone();
  }

  synchronized void content(String name, byte[] content) {
    Node node = new Node();
    node.now = content.clone();
    node.kept = node.now;
    names.put(name, node);
    durable.put(name, node);
  }

  private interface Step {
    void run() throws IOException;
  }

  private void change(Step step, Step whenNot) throws IOException {
    boolean fails = calls++ == failAt;
    if (!fails || failAfter) {
      step.run();
    } else {
      whenNot.run();
    }
    if (fails) {
      throw new IOException("No space left on device");
    }
  }

  private void change(Step step) throws IOException {
    change(step, () -> {});
  }

  @Override
  public synchronized List<String> list() {
    return List.copyOf(names.keySet());
  }

  @Override
  public synchronized Stored create(String name) throws IOException {
    if (names.containsKey(name)) {
      throw new FileAlreadyExistsException(name);
    }
    Node node = new Node();
    change(() -> names.put(name, node));
    return new File(node);
  }

  @Override
  public synchronized Stored open(String name) throws IOException {
    Node node = names.get(name);
    if (node == null) {
      throw new NoSuchFileException(name);
    }
    return new File(node);
  }

  @Override
  public synchronized void rename(String from, String to) throws IOException {
    change(() -> {
      Node node = names.remove(from);
      if (node == null) {
        throw new NoSuchFileException(from);
      }
      names.put(to, node);
    });
  }

  @Override
  public synchronized void delete(String name) throws IOException {
    change(() -> names.remove(name));
  }

  @Override
  public synchronized void sync() throws IOException {
    change(() -> {
      durable.clear();
      durable.putAll(names);
    });
  }

  @Override
  public synchronized void close() {
    open = false;
  }

  synchronized boolean open() {
    return open;
  }

  private final class File implements Stored {
    private final Node node;

    private File(Node node) {
      this.node = node;
    }

    @Override
    public long size() {
      synchronized (MemoryDisk.this) {
        return node.now.length;
      }
    }

    @Override
    public int read(long position, byte[] into, int from, int length) {
      synchronized (MemoryDisk.this) {
        int n = (int) Math.max(0, Math.min(length, node.now.length - position));
        System.arraycopy(node.now, (int) position, into, from, n);
        return n;
      }
    }

    @Override
    public void write(long position, byte[] bytes, int from, int length) throws IOException {
      synchronized (MemoryDisk.this) {
        byte[] copy = Arrays.copyOfRange(bytes, from, from + length);
        change(() -> put((int) position, copy), () -> put((int) position, half(copy)));
      }
    }

    private byte[] half(byte[] bytes) {
      return Arrays.copyOf(bytes, bytes.length / 2);
    }

    private void put(int position, byte[] bytes) {
      node.now = written(node.now, position, bytes, bytes.length);
      node.dirty.add(new Write(position, bytes));
    }

    @Override
    public void truncate(long size) throws IOException {
      synchronized (MemoryDisk.this) {
        change(() -> {
          node.now = Arrays.copyOf(node.now, (int) size);
          node.kept = Arrays.copyOf(node.kept, (int) Math.min(size, node.kept.length));
          node.dirty.clear();
          node.dirty.add(new Write(0, node.now));
        });
      }
    }

    @Override
    public void force() throws IOException {
      synchronized (MemoryDisk.this) {
        change(
            () -> {
              for (Write write : node.dirty) {
                node.kept = written(node.kept, write.position, write.bytes, write.bytes.length);
              }
              node.dirty.clear();
            },
            node.dirty::clear);
      }
    }

    @Override
    public void close() {}
  }
}
