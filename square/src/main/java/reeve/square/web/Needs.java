package reeve.square.web;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Who may call a handler, of the API and of the pages alike. A handler that does not say it stops
 * the start.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface Needs {
  Who value();

  /** The OAuth scope that a token must have, for example {@code write:statuses}; empty: none. */
  String scope() default "";

  /** Kinds of callers; each may do what those before it may. */
  enum Who {
    /** Anybody. A token that is given must be right all the same. */
    ANYBODY,
    /** A program with a token, of its own or of an account. */
    APPLICATION,
    /** An account, also a suspended one: what it needs to know why and to appeal. Pages only. */
    HOLDER,
    /** An account that is not suspended. */
    MEMBER
  }
}
