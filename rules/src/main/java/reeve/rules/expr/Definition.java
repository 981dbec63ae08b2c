package reeve.rules.expr;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A counter's definition as text: the same for counters that are equal, whatever rules call them,
 * and in all versions, since histories outlive a process. Fields stand by their path, so that a
 * field more in the schema changes nothing.
 */
public final class Definition {
  private Definition() {}

  public static String of(Counter counter) {
    return "counter(%s %s of=%s key=[%s] where=%s window=%d per=%s)"
        .formatted(
            counter.event(),
            counter.kind(),
            optional(counter.of()),
            all(counter.key()),
            optional(counter.where()),
            counter.window().toMillis(),
            counter.per() == null ? "-" : counter.per().toMillis());
  }

  /** The first 64 bits of the SHA-256 of {@link #of}: what the keys of its history begin with. */
  public static long identity(Counter counter) {
    try {
      byte[] text = of(counter).getBytes(StandardCharsets.UTF_8);
      return ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(text)).getLong();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private static String optional(@Nullable Expr of) {
    return of == null ? "-" : of(of);
  }

  private static String all(List<Expr> of) {
    return of.stream().map(Definition::of).collect(Collectors.joining(" "));
  }

  /** An expression in prefix form. */
  public static String of(Expr of) {
    return switch (of) {
      case Expr.Constant constant -> constant.type() + ":" + quoted(constant.value());
      case Expr.Field field -> field.slot().path();
      case Expr.Has has -> "(has " + has.slot().path() + ")";
      case Expr.Reading reading -> of(reading.counter());
      case Expr.Variable variable -> "$" + variable.depth() + ":" + variable.type();
      case Expr.And and -> "(and " + all(and.parts()) + ")";
      case Expr.Or or -> "(or " + all(or.parts()) + ")";
      case Expr.Not not -> "(not " + of(not.of()) + ")";
      case Expr.If choice ->
          "(if " + all(List.of(choice.test(), choice.then(), choice.otherwise())) + ")";
      case Expr.Compare compare ->
          "(" + compare.by() + " " + all(List.of(compare.left(), compare.right())) + ")";
      case Expr.Call call -> "(" + call.function().overload() + " " + all(call.operands()) + ")";
      case Expr.Phrases phrases ->
          "(phrases "
              + phrases.slot().path()
              + " "
              + quoted(phrases.bank())
              + " "
              + phrases.count()
              + ")";
      case Expr.Listed listed -> "(listed " + of(listed.text()) + " " + quoted(listed.list()) + ")";
      case Expr.Each each ->
          "("
              + each.quantifier()
              + " "
              + of(each.list())
              + " $"
              + each.depth()
              + " "
              + of(each.condition())
              + ")";
    };
  }

  /** Lengths keep texts apart that hold signs of the form itself. */
  private static String quoted(Object value) {
    return value instanceof List<?> list
        ? list.stream().map(Definition::quoted).collect(Collectors.joining(",", "[", "]"))
        : value instanceof String text ? text.length() + "'" + text + "'" : value.toString();
  }
}
