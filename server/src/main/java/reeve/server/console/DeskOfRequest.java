package reeve.server.console;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import reeve.server.platform.ServerSettings;
import reeve.server.staff.CurrentStaff;

/** Gives every page its {@link Desk}, also those that tell of an error. */
@Configuration(proxyBeanMethods = false)
class DeskOfRequest implements WebMvcConfigurer, HandlerInterceptor {
  private final ServerSettings settings;

  DeskOfRequest(ServerSettings settings) {
    this.settings = settings;
  }

  @Override
  public void addInterceptors(InterceptorRegistry registry) {
    registry.addInterceptor(this);
  }

  @Override
  public boolean preHandle(
      HttpServletRequest request, HttpServletResponse response, Object handler) {
    request.setAttribute(
        "desk",
        new Desk(
            CurrentStaff.member().orElse(null),
            request.getRequestURI(),
            settings.sample(),
            settings.squareUrl()));
    return true;
  }
}
