package reeve.square.web;

import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.stereotype.Component;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.context.request.RequestAttributes;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;
import reeve.square.base.AccountId;
import reeve.square.base.Viewer;
import reeve.square.oauth.Caller;

/**
 * Who calls, as a parameter of a handler: {@link Member} of a page; of the API {@link Caller} or
 * {@link AccountId} where it needs one, {@link Viewer} where it does not.
 */
@Component
final class Arguments implements HandlerMethodArgumentResolver {
  @Override
  public boolean supportsParameter(MethodParameter parameter) {
    Class<?> type = parameter.getParameterType();
    return type == Caller.class
        || type == Member.class
        || type == Viewer.class
        || (type == AccountId.class && !parameter.hasParameterAnnotations());
  }

  @Override
  public Object resolveArgument(
      MethodParameter parameter,
      @Nullable ModelAndViewContainer container,
      NativeWebRequest web,
      @Nullable WebDataBinderFactory binders) {
    Class<?> type = parameter.getParameterType();
    Object member = web.getAttribute(Gate.MEMBER, RequestAttributes.SCOPE_REQUEST);
    if (type == Member.class) {
      return member == null ? Member.NOBODY : member;
    }
    Object found = web.getAttribute(Gate.CALLER, RequestAttributes.SCOPE_REQUEST);
    Caller caller = found instanceof Caller known ? known : null;
    if (type == Viewer.class) {
      return caller == null ? Viewer.NOBODY : caller.viewer();
    }
    if (caller == null) {
      throw new IllegalStateException("a handler without a caller asks for one");
    }
    return type == AccountId.class ? caller.member() : caller;
  }
}
