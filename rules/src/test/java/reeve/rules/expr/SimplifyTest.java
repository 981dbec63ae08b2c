package reeve.rules.expr;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import reeve.rules.expr.Expr.Comparison;
import reeve.rules.schema.TownEvents;

class SimplifyTest {
  private static final Expr AGE = new Expr.Field(TownEvents.SCHEMA.at("account.age_s"));
  private static final Expr REPLY = new Expr.Field(TownEvents.SCHEMA.at("post.reply"));
  private static final Expr HANDLE = new Expr.Field(TownEvents.SCHEMA.at("account.handle"));

  private static Expr whole(long value) {
    return new Expr.Constant(value, Type.INT);
  }

  private static Expr call(Function function, Expr... operands) {
    return new Expr.Call(function, List.of(operands));
  }

  private static Expr less(Expr left, Expr right) {
    return new Expr.Compare(Comparison.LESS, left, right);
  }

  private static Expr handles(String... handles) {
    return call(Function.IN_LIST, HANDLE, new Expr.Constant(List.of(handles), Type.TEXTS));
  }

  @Test
  void sevenDaysAreSevenDaysHoweverWritten() {
    assertThat(Simplify.of(less(AGE, call(Function.MULTIPLY_INT, whole(7), whole(86_400)))))
        .isEqualTo(less(AGE, whole(604_800)))
        .isEqualTo(Simplify.of(new Expr.Compare(Comparison.GREATER, whole(604_800), AGE)))
        .isEqualTo(
            Simplify.of(
                new Expr.Not(new Expr.Compare(Comparison.GREATER_EQUAL, AGE, whole(604_800)))));
  }

  @Test
  void whatEndsInAnErrorStays() {
    Expr overflow = call(Function.ADD_INT, whole(Long.MAX_VALUE), whole(1));
    assertThat(Simplify.of(overflow)).isEqualTo(overflow);
    Expr division = call(Function.DIVIDE_INT, whole(1), whole(0));
    assertThat(Simplify.of(division)).isEqualTo(division);
    Expr least = call(Function.NEGATE_INT, whole(Long.MIN_VALUE));
    assertThat(Simplify.of(least)).isEqualTo(least);
    Expr word = call(Function.INT_OF_TEXT, new Expr.Constant("7 ", Type.TEXT));
    assertThat(Simplify.of(word)).isEqualTo(word);
  }

  @Test
  void partsThatAreThereTwiceOrSayNothingGo() {
    Expr fresh = less(AGE, whole(5));
    Expr yes = new Expr.Constant(true, Type.BOOL);
    assertThat(
            Simplify.of(
                new Expr.And(
                    List.of(
                        fresh,
                        yes,
                        new Expr.And(List.of(REPLY, fresh)),
                        new Expr.Not(new Expr.Not(REPLY))))))
        .isEqualTo(new Expr.And(List.of(fresh, REPLY)));
    assertThat(Simplify.of(new Expr.Or(List.of(fresh, yes)))).isEqualTo(yes);
    assertThat(Simplify.of(new Expr.And(List.of(fresh, new Expr.Not(yes)))))
        .isEqualTo(new Expr.Constant(false, Type.BOOL));
  }

  @Test
  void aSearchedListHasOneForm() {
    assertThat(Simplify.of(handles("b", "a", "b"))).isEqualTo(Simplify.of(handles("a", "b")));
    assertThat(Simplify.of(handles("a", "a")))
        .isEqualTo(new Expr.Compare(Comparison.EQUAL, HANDLE, new Expr.Constant("a", Type.TEXT)));
  }

  @Test
  void aComparisonThatNaNFailsKeepsItsNegation() {
    Expr half = new Expr.Constant(0.5, Type.DOUBLE);
    Expr number = call(Function.DOUBLE_OF_INT, AGE);
    Expr not = new Expr.Not(less(number, half));
    assertThat(Simplify.of(not)).isEqualTo(not);
  }

  @Test
  void textsAreNumbersWhereTheJdkSaysSo() {
    for (String text :
        List.of("7", "+7", "-7", "07", "", "-", "+", " 7", "7 ", "0x7", "1e3", "1_0", "\u0663")) {
      assertThat(Operators.whole(text)).as(text).isEqualTo(taken(() -> Long.parseLong(text)));
      assertThat(Operators.number(text)).as(text).isEqualTo(taken(() -> Double.parseDouble(text)));
    }
    for (String text :
        List.of(
            "9223372036854775807",
            "9223372036854775808",
            "-9223372036854775808",
            "-9223372036854775809",
            "92233720368547758070",
            " 1.5d ",
            "NaN",
            "Infinity",
            "inf",
            "0x1p3")) {
      assertThat(Operators.whole(text)).as(text).isEqualTo(taken(() -> Long.parseLong(text)));
      assertThat(Operators.number(text)).as(text).isEqualTo(taken(() -> Double.parseDouble(text)));
    }
  }

  private static boolean taken(Runnable parse) {
    try {
      parse.run();
      return true;
    } catch (NumberFormatException e) {
      return false;
    }
  }
}
