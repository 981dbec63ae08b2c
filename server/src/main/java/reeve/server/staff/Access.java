package reeve.server.staff;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Who may call an endpoint; stands on a controller or, stronger, on its method. The server does not
 * start with an endpoint that has none.
 */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
public @interface Access {
  Who[] value();

  /** Each role stands for itself and those that include it. */
  enum Who {
    ANYONE,
    CLIENT,
    /** Only where the endpoint itself asks {@link Member#mayLookAt}. */
    GUEST,
    REVIEWER,
    LEAD,
    LEGAL,
    ADMINISTRATOR
  }
}
