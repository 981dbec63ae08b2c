package reeve.server.staff;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.authorization.AuthorizationManager;
import org.springframework.security.authorization.AuthorizationResult;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.access.intercept.RequestAuthorizationContext;
import org.springframework.stereotype.Component;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerExecutionChain;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import org.springframework.web.util.ServletRequestPathUtils;

/** Decides by {@link Access} of the endpoint that a request would reach. */
@Component
final class AccessRules
    implements AuthorizationManager<RequestAuthorizationContext>, SmartInitializingSingleton {
  /** Served by libraries, which do not carry our annotation. */
  private static final List<String> OPEN =
      List.of("/health", "/api/openapi", "/static/", "/webjars/", "/error", "/favicon.ico");

  private static final String METRICS = "/metrics";

  private final RequestMappingHandlerMapping mapping;

  AccessRules(@Qualifier("requestMappingHandlerMapping") RequestMappingHandlerMapping mapping) {
    this.mapping = mapping;
  }

  /** Refuses to start with an endpoint of ours that nobody thought about. */
  @Override
  public void afterSingletonsInstantiated() {
    List<String> bare =
        mapping.getHandlerMethods().values().stream()
            .filter(method -> method.getBeanType().getPackageName().startsWith("reeve."))
            .filter(method -> access(method) == null)
            .map(HandlerMethod::toString)
            .toList();
    if (!bare.isEmpty()) {
      throw new IllegalStateException("endpoints without @Access: " + bare);
    }
  }

  @Override
  public AuthorizationResult authorize(
      Supplier<? extends @Nullable Authentication> authentication,
      RequestAuthorizationContext context) {
    HttpServletRequest request = context.getRequest();
    String path = request.getRequestURI();
    Object who =
        authentication.get() instanceof Principal principal ? principal.getPrincipal() : "";
    if (OPEN.stream().anyMatch(open -> path.equals(open) || path.startsWith(slashed(open)))) {
      return new AuthorizationDecision(true);
    }
    if (path.equals(METRICS)) {
      return new AuthorizationDecision(
          TrustedProxy.isFromThisMachine(request) || allows(who, Access.Who.ADMINISTRATOR));
    }
    return new AuthorizationDecision(
        Arrays.stream(wanted(request)).anyMatch(wanted -> allows(who, wanted)));
  }

  private static String slashed(String open) {
    return open.endsWith("/") ? open : open + "/";
  }

  private Access.Who[] wanted(HttpServletRequest request) {
    if (!ServletRequestPathUtils.hasParsedRequestPath(request)) {
      ServletRequestPathUtils.parseAndCache(request);
    }
    try {
      HandlerExecutionChain chain = mapping.getHandler(request);
      if (chain == null) {
        // Nothing of ours answers: at most a static file does, else it is not found.
        return new Access.Who[] {Access.Who.ANYONE};
      }
      Access access = chain.getHandler() instanceof HandlerMethod method ? access(method) : null;
      return access == null ? new Access.Who[0] : access.value();
    } catch (Exception e) {
      // A method or a media type that no endpoint takes: nothing runs, and the dispatcher says so.
      return new Access.Who[] {Access.Who.ANYONE};
    }
  }

  private static @Nullable Access access(HandlerMethod method) {
    Access own = AnnotatedElementUtils.findMergedAnnotation(method.getMethod(), Access.class);
    return own != null
        ? own
        : AnnotatedElementUtils.findMergedAnnotation(method.getBeanType(), Access.class);
  }

  private static boolean allows(Object who, Access.Who wanted) {
    return switch (wanted) {
      case ANYONE -> true;
      case CLIENT -> who instanceof Client;
      case GUEST -> who instanceof Member;
      case REVIEWER -> who instanceof Member member && member.is(Role.REVIEWER);
      case LEAD -> who instanceof Member member && member.is(Role.LEAD);
      case LEGAL -> who instanceof Member member && member.is(Role.LEGAL);
      case ADMINISTRATOR -> who instanceof Member member && member.is(Role.ADMINISTRATOR);
    };
  }
}
