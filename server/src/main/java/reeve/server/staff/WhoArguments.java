package reeve.server.staff;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.MethodParameter;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** Gives a controller's method its {@link Member} or its {@link Client}. */
@Configuration(proxyBeanMethods = false)
class WhoArguments implements WebMvcConfigurer, HandlerMethodArgumentResolver {
  @Override
  public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
    resolvers.add(this);
  }

  @Override
  public boolean supportsParameter(MethodParameter parameter) {
    Class<?> type = parameter.getParameterType();
    return type == Member.class || type == Client.class;
  }

  /** Null where a parameter may be null and nobody, or the other kind, makes the request. */
  @Override
  public @Nullable Object resolveArgument(
      MethodParameter parameter,
      @Nullable ModelAndViewContainer container,
      NativeWebRequest request,
      @Nullable WebDataBinderFactory binder) {
    Object who =
        SecurityContextHolder.getContext().getAuthentication() instanceof Principal principal
            ? principal.getPrincipal()
            : null;
    if (parameter.getParameterType().isInstance(who)) {
      return who;
    }
    if (parameter.isOptional()) {
      return null;
    }
    throw new IllegalStateException("the endpoint's @Access does not fit its parameter");
  }
}
