package reeve.square.web;

import java.util.Collection;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** Stops the start where a handler does not say who may call it. */
final class Handlers implements SmartInitializingSingleton {
  private final Collection<RequestMappingHandlerMapping> mappings;

  Handlers(Collection<RequestMappingHandlerMapping> mappings) {
    this.mappings = mappings;
  }

  @Override
  public void afterSingletonsInstantiated() {
    for (var mapping : mappings) {
      mapping
          .getHandlerMethods()
          .forEach((where, method) -> {
            if (!method.hasMethodAnnotation(Needs.class)) {
              throw new IllegalStateException(where + " does not say who may call it (@Needs)");
            }
          });
    }
  }
}
