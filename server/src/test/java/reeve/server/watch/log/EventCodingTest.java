package reeve.server.watch.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import reeve.rules.schema.Facts;
import reeve.rules.schema.Schema;
import reeve.rules.schema.Slot;

/** What an event was is what is read, also after the schema has changed. */
final class EventCodingTest {
  private static final Schema TYPES =
      Schema.builder()
          .field("event.flag", Slot.Type.BOOL, "a flag")
          .field("event.whole", Slot.Type.INT, "a number")
          .field("event.part", Slot.Type.DOUBLE, "a number")
          .field("event.word", Slot.Type.TEXT, "a text")
          .field("event.words", Slot.Type.TEXTS, "texts")
          .kind("first", "event")
          .kind("second", "event")
          .build();

  @Test
  void everyTypeAndOddTextComesBackAsItWas() {
    Random random = new Random(1);
    for (Schema schema : List.of(TYPES, LogTown.SCHEMA)) {
      for (int i = 0; i < 3_000; i++) {
        Facts event = LogTown.random(schema, random);
        assertThat(LogTown.values(again(event, schema))).isEqualTo(LogTown.values(event));
      }
    }
  }

  @Test
  void theEndsOfNumbersComeBack() {
    for (long whole : new long[] {0, -1, Long.MAX_VALUE, Long.MIN_VALUE}) {
      for (double part : new double[] {-0.0, Double.NaN, Double.MIN_VALUE, 1 / 0.0}) {
        Facts event = new Facts(TYPES).clear(0);
        event.set(1, whole);
        event.set(2, part);
        Facts back = again(event, TYPES);
        assertThat(back.integer(1)).isEqualTo(whole);
        assertThat(Double.doubleToRawLongBits(back.number(2)))
            .isEqualTo(Double.doubleToRawLongBits(part));
      }
    }
  }

  @Test
  void aFieldThatWentIsPassedOverOneThatCameIsMissingAndAChangedTypeIsMissing() {
    Facts event = new Facts(TYPES).clear(TYPES.kind("second"));
    event.set(0, true);
    event.set(1, 7L);
    event.set(2, 0.5);
    event.set(3, "word");
    event.set(4, List.of("a", "b"));
    Schema later =
        Schema.builder()
            .field("event.words", Slot.Type.TEXTS, "texts")
            .field("event.new", Slot.Type.TEXT, "a text")
            .field("event.whole", Slot.Type.TEXT, "now a text")
            .field("event.flag", Slot.Type.BOOL, "a flag")
            .kind("third", "event")
            .kind("second", "event")
            .build();

    Facts back = again(event, later);

    assertThat(back.kind()).isEqualTo(later.kind("second"));
    assertThat(LogTown.values(back)).containsExactly(1, List.of("a", "b"), null, null, true);
  }

  @Test
  void aKindThatWentIsNotRead() {
    Schema later = Schema.builder().field("event.flag", Slot.Type.BOOL, "a flag").build();
    Facts event = new Facts(TYPES).clear(0);
    Bytes bytes = new Bytes(8);
    new Encoder(TYPES).write(event, bytes);
    Cursor cursor = Cursor.over(bytes.array(), 0, bytes.length());
    assertThat(new Decoder(Table.of(TYPES), later).read(cursor, new Facts(later))).isFalse();
  }

  @Test
  void anEventBeyondItsLimitIsRefusedAndTheBatchIsAsBefore() {
    EventBatch batch = new EventBatch("key", new Encoder(LogTown.SCHEMA));
    batch.add(1, LogTown.post("1", "short"));
    int before = batch.weight();
    for (String text : List.of("x".repeat(100 << 20), "\u05d0".repeat(Encoder.EVENT_BYTES - 200))) {
      assertThatThrownBy(() -> batch.add(2, LogTown.post("2", text)))
          .isInstanceOfSatisfying(
              LogException.class, e -> assertThat(e.problem()).isEqualTo(LogProblem.TOO_LARGE))
          .hasMessage("An event of more than 262144 bytes is refused.");
    }
    Facts many = LogTown.post("3", "short");
    many.set(
        LogTown.SCHEMA.at("post.links").index(), List.of("x".repeat(200_000), "y".repeat(80_000)));
    assertThatThrownBy(() -> batch.add(2, many)).isInstanceOf(LogException.class);
    assertThat(batch.size()).isEqualTo(1);
    assertThat(batch.weight()).isEqualTo(before);
    batch.add(2, LogTown.post("2", "x".repeat(Encoder.EVENT_BYTES - 100)));
    assertThat(batch.size()).isEqualTo(2);
  }

  @Test
  void aBatchAscendsAndHasSequencesOrIds() {
    EventBatch batch = new EventBatch("key", new Encoder(LogTown.SCHEMA));
    batch.add(5, LogTown.post("1", "a"));
    Facts other = LogTown.post("2", "b");
    for (Runnable wrong :
        List.<Runnable>of(
            () -> batch.add(5, other), () -> batch.add(4, other), () -> batch.add("id", other))) {
      assertThatThrownBy(wrong::run)
          .isInstanceOfSatisfying(
              LogException.class, e -> assertThat(e.problem()).isEqualTo(LogProblem.OUT_OF_ORDER));
    }
    assertThat(batch.size()).isEqualTo(1);
  }

  private static Facts again(Facts event, Schema to) {
    Bytes bytes = new Bytes(1);
    new Encoder(event.schema()).write(event, bytes);
    Facts back = new Facts(to);
    Cursor cursor = Cursor.over(bytes.array(), 0, bytes.length());
    assertThat(new Decoder(Table.of(event.schema()), to).read(cursor, back)).isTrue();
    assertThat(cursor.at()).isEqualTo(bytes.length());
    return back;
  }
}
