package reeve.server.delivery;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Answers from outside, for fakes of other slices. */
public final class TestAnswers {
  private TestAnswers() {}

  public static Answer of(int status, String body) {
    return new Answer(status, Map.of(), body.getBytes(StandardCharsets.UTF_8), false);
  }

  public static NoAnswer none(boolean mayHaveArrived) {
    return new NoAnswer(NoAnswer.Why.BROKEN, mayHaveArrived, "The connection broke off.");
  }
}
