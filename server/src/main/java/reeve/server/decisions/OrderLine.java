package reeve.server.decisions;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import reeve.server.enforcement.OrderKind;
import reeve.server.enforcement.OrderState;
import reeve.server.enforcement.Standing;

/** Orders of one decision that stand alike, for example its answers to reporters. */
record OrderLine(
    OrderKind kind, OrderState state, @Nullable String answer, boolean byHand, long count) {
  static List<OrderLine> of(List<Standing> orders) {
    Map<OrderLine, Long> alike = new LinkedHashMap<>();
    for (Standing one : orders) {
      alike.merge(
          new OrderLine(one.kind(), one.state(), one.answer(), one.byHand(), 0), 1L, Long::sum);
    }
    return alike.entrySet().stream()
        .map(line -> {
          OrderLine of = line.getKey();
          return new OrderLine(of.kind, of.state, of.answer, of.byHand, line.getValue());
        })
        .toList();
  }
}
