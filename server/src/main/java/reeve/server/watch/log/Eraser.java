package reeve.server.watch.log;

import java.util.function.Predicate;
import reeve.rules.schema.Facts;
import reeve.rules.schema.Schema;

/** Whether the event at which a frame of one file stands is marked to leave. */
final class Eraser implements Predicate<Frame> {
  private final Marks marks;
  private final Decoder decoder;
  private final Facts facts;
  private final Cursor cursor = new Cursor();

  Eraser(Marks marks, Table table, Schema schema) {
    this.marks = marks;
    decoder = new Decoder(table, schema);
    facts = new Facts(schema);
  }

  @Override
  public boolean test(Frame frame) {
    if (marks.size() == 0 || frame.eventLength() == 0) {
      return false;
    }
    cursor.set(frame.array(), frame.event(), frame.event() + frame.eventLength());
    decoder.fields(cursor, facts);
    return marks.hide(frame, facts);
  }
}
