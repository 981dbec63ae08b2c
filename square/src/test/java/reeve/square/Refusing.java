package reeve.square;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import reeve.square.base.Fault;
import reeve.square.base.Refusal;

/** Says how something must be refused. */
final class Refusing {
  private Refusing() {}

  static void invalid(ThrowingCallable call) {
    with(Fault.INVALID, call);
  }

  static void notFound(ThrowingCallable call) {
    with(Fault.NOT_FOUND, call);
  }

  static void with(Fault fault, ThrowingCallable call) {
    assertThat(catchThrowableOfType(Refusal.class, call))
        .isNotNull()
        .satisfies(refusal -> assertThat(refusal.fault()).isEqualTo(fault));
  }
}
