package reeve.server.staff;

import jakarta.servlet.DispatcherType;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.web.csrf.CookieCsrfTokenRepository;
import org.springframework.session.web.http.CookieHttpSessionIdResolver;
import org.springframework.session.web.http.DefaultCookieSerializer;
import org.springframework.session.web.http.SessionRepositoryFilter;

/**
 * The cookies of the desk. Chromium and Firefox take a Secure cookie over plain HTTP from loopback;
 * beyond loopback the desk signs nobody in without TLS, so the one name serves everywhere.
 */
@Configuration(proxyBeanMethods = false)
class SessionCookie {
  static final String NAME = "__Host-reeve_desk";
  static final String CSRF_NAME = "__Host-reeve_desk_csrf";

  @Bean
  FilterRegistrationBean<SessionRepositoryFilter<StoredSession>> sessionCookies(Sessions sessions) {
    var cookie = new DefaultCookieSerializer();
    cookie.setCookieName(NAME);
    cookie.setCookiePath("/");
    cookie.setUseSecureCookie(true);
    cookie.setUseHttpOnlyCookie(true);
    cookie.setSameSite("Strict");
    cookie.setUseBase64Encoding(false);
    var ids = new CookieHttpSessionIdResolver();
    ids.setCookieSerializer(cookie);
    var filter = new SessionRepositoryFilter<>(sessions);
    filter.setHttpSessionIdResolver(ids);
    var registration = new FilterRegistrationBean<>(filter);
    registration.setOrder(SessionRepositoryFilter.DEFAULT_ORDER);
    // The page that tells of an error knows who reads it.
    registration.setDispatcherTypes(
        DispatcherType.REQUEST, DispatcherType.ASYNC, DispatcherType.ERROR);
    return registration;
  }

  /** In a cookie, so that nobody makes rows by looking at the sign-in page. */
  @Bean
  CookieCsrfTokenRepository csrfTokens() {
    var tokens = new CookieCsrfTokenRepository();
    tokens.setCookieName(CSRF_NAME);
    tokens.setCookieCustomizer(
        cookie -> cookie.path("/").secure(true).httpOnly(true).sameSite("Strict"));
    return tokens;
  }
}
