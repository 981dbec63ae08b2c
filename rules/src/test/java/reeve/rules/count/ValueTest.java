package reeve.rules.count;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import reeve.rules.source.RuleSource.Kind;

/** The bytes of values as docs/counters.md writes them down. */
final class ValueTest {
  @Test
  void countsAreATotalAndCellsFromTheNewestPaneBack() {
    var cells = new Cells();
    cells.add(Kind.COUNT, 300, 1, 0);
    assertThat(hex(v -> cells.write(Kind.COUNT, v))).isEqualTo("ac02" + "01" + "00");
    cells.add(Kind.COUNT, 299, 1, 0);
    cells.add(Kind.COUNT, 299, 1, 0);
    cells.add(Kind.COUNT, 240, 1, 0);
    assertThat(cells.add(Kind.COUNT, 239, 1, 0)).isFalse();
    assertThat(hex(v -> cells.write(Kind.COUNT, v)))
        .isEqualTo("ac02" + "04" + "00" + "4102" + "3b");
    cells.add(Kind.COUNT, 301, 1, 0);
    assertThat(hex(v -> cells.write(Kind.COUNT, v)))
        .as("the oldest has left")
        .isEqualTo("ad02" + "04" + "00" + "01" + "4102");
  }

  @Test
  void sumsRatiosAndFirstTimesHaveCellsOfTheirOwn() {
    var sum = new Cells();
    sum.add(Kind.SUM, 2, -3, 0);
    sum.add(Kind.SUM, 5, 64, 0);
    assertThat(hex(v -> sum.write(Kind.SUM, v))).isEqualTo("05" + "008001" + "0305");
    var ratio = new Cells();
    ratio.add(Kind.RATIO, 2, 1, 1);
    ratio.add(Kind.RATIO, 3, 1, 0);
    ratio.add(Kind.RATIO, 4, 1, 0);
    ratio.add(Kind.RATIO, 4, 1, 1);
    assertThat(hex(v -> ratio.write(Kind.RATIO, v))).isEqualTo("04" + "400201" + "01" + "81");
    var first = new Cells();
    first.add(Kind.FIRST_SEEN, 9, 500, 0);
    first.add(Kind.FIRST_SEEN, 9, 200, 0);
    first.add(Kind.FIRST_SEEN, 9, 400, 0);
    assertThat(hex(v -> first.write(Kind.FIRST_SEEN, v))).isEqualTo("09" + "00c801");
  }

  @Test
  void distinctValuesAreFortyBitsAndAPane() {
    var distinct = new Distinct();
    distinct.add(7, 0x1122_3344_5566_7788L);
    distinct.add(9, 1);
    assertThat(hex(distinct::write)).isEqualTo("09" + "02" + "887766554402" + "010000000000");
    for (int i = 2; i < 65; i++) {
      distinct.add(9, i);
    }
    byte[] sketched = bytes(distinct::write);
    assertThat(sketched).hasSize(1 + 3 + 2 * 296);
    assertThat(HexFormat.of().formatHex(sketched, 0, 4)).isEqualTo("09" + "ff" + "0100");
  }

  @Test
  void theLargestValuesFit() {
    Random random = new Random(1);
    for (Kind kind : Kind.values()) {
      if (kind != Kind.DISTINCT) {
        var cells = new Cells();
        for (long pane = 0; pane < 200; pane++) {
          cells.add(kind, (1L << 45) + pane, Long.MAX_VALUE, kind == Kind.RATIO ? 1 : 0);
        }
        byte[] bytes = bytes(v -> cells.write(kind, v));
        assertThat(bytes.length).isLessThan(State.VALUE_BYTES - 10);
        var again = new Cells();
        again.read(kind, new Value(bytes), bytes.length);
        assertThat(bytes(v -> again.write(kind, v))).as("%s", kind).isEqualTo(bytes);
      }
    }
    var distinct = new Distinct();
    for (long pane = 0; pane < 200; pane++) {
      for (int i = 0; i < 100; i++) {
        distinct.add((1L << 45) + pane, random.nextLong());
      }
    }
    byte[] bytes = bytes(distinct::write);
    assertThat(bytes.length).isBetween(12 * 296, 3_600);
    var again = new Distinct();
    again.read(new Value(bytes), bytes.length);
    assertThat(bytes(again::write)).isEqualTo(bytes);
  }

  @Test
  void numbersOfAllSizesComeBack() {
    byte[] bytes = new byte[20];
    for (int bit = 0; bit < 64; bit++) {
      for (long number : new long[] {1L << bit, (1L << bit) - 1, -(1L << bit)}) {
        var out = new Value(bytes);
        out.varint(number);
        out.signed(number);
        var in = new Value(bytes);
        assertThat(in.varint()).isEqualTo(number);
        assertThat(in.signed()).isEqualTo(number);
        assertThat(in.at).isEqualTo(out.at);
      }
    }
  }

  private static String hex(Consumer<Value> writer) {
    return HexFormat.of().formatHex(bytes(writer));
  }

  private static byte[] bytes(Consumer<Value> writer) {
    var value = new Value(new byte[State.VALUE_BYTES]);
    writer.accept(value);
    return Arrays.copyOf(value.bytes, value.at);
  }
}
