package reeve.server.console;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.ViewControllerRegistry;
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

  /** For pages without a frame: a problem as JSON, the API's description. */
  @Override
  public void addViewControllers(ViewControllerRegistry registry) {
    registry.addRedirectViewController("/favicon.ico", "/static/desk.svg");
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
