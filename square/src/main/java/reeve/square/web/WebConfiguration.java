package reeve.square.web;

import jakarta.servlet.Filter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.web.DefaultSecurityFilterChain;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.csrf.CookieCsrfTokenRepository;
import org.springframework.security.web.header.HeaderWriterFilter;
import org.springframework.security.web.header.writers.CacheControlHeadersWriter;
import org.springframework.security.web.header.writers.ContentSecurityPolicyHeaderWriter;
import org.springframework.security.web.header.writers.HstsHeaderWriter;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;
import org.springframework.security.web.header.writers.XContentTypeOptionsHeaderWriter;
import org.springframework.security.web.header.writers.XXssProtectionHeaderWriter;
import org.springframework.security.web.header.writers.frameoptions.XFrameOptionsHeaderWriter;
import org.springframework.security.web.header.writers.frameoptions.XFrameOptionsHeaderWriter.XFrameOptionsMode;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.cors.CorsConfigurationSource;
import org.springframework.web.filter.CorsFilter;
import org.springframework.web.filter.UrlHandlerFilter;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * Two filter chains: programs with tokens (no cookies, no session, open to other origins), and
 * browsers with a session cookie (CSRF tokens, a strict content policy). Who may call which handler
 * is said at the handler and asked by {@link Gate}.
 */
@Configuration(proxyBeanMethods = false)
class WebConfiguration implements WebMvcConfigurer {
  private final Gate gate;
  private final List<HandlerMethodArgumentResolver> resolvers;

  WebConfiguration(Gate gate, ParamsReader params, Arguments arguments) {
    this.gate = gate;
    this.resolvers = List.of(params, arguments);
  }

  @Override
  public void addInterceptors(InterceptorRegistry registry) {
    registry.addInterceptor(gate);
  }

  @Override
  public void addArgumentResolvers(List<HandlerMethodArgumentResolver> all) {
    all.addAll(resolvers);
  }

  /**
   * Tokens need no more than these two; the framework's usual dozen would cost as much as a request
   * takes.
   */
  @Bean
  @Order(1)
  SecurityFilterChain api() {
    var headers =
        new HeaderWriterFilter(
            List.of(
                new XContentTypeOptionsHeaderWriter(),
                new XXssProtectionHeaderWriter(),
                new CacheControlHeadersWriter(),
                new HstsHeaderWriter(),
                new XFrameOptionsHeaderWriter(XFrameOptionsMode.DENY),
                new ContentSecurityPolicyHeaderWriter(
                    "default-src 'none'; frame-ancestors 'none'")));
    return new DefaultSecurityFilterChain(Paths::api, headers, new CorsFilter(origins()));
  }

  @Bean
  @Order(2)
  SecurityFilterChain pages(HttpSecurity http) throws Exception {
    var tokens = new CookieCsrfTokenRepository();
    tokens.setCookieName("__Host-reeve_square_csrf");
    tokens.setCookiePath("/");
    tokens.setCookieCustomizer(
        cookie -> cookie.secure(true).httpOnly(true).sameSite("Strict").maxAge(Duration.ofDays(1)));
    return http.csrf(csrf -> csrf.csrfTokenRepository(tokens))
        .sessionManagement(s -> s.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
        .requestCache(cache -> cache.disable())
        .logout(logout -> logout.disable())
        .anonymous(anonymous -> anonymous.disable())
        .headers(headers ->
            headers
                .contentSecurityPolicy(policy -> policy.policyDirectives(Paths.POLICY))
                .referrerPolicy(policy -> policy.policy(ReferrerPolicy.SAME_ORIGIN)))
        .authorizeHttpRequests(requests -> requests.anyRequest().permitAll())
        .build();
  }

  private static CorsConfigurationSource origins() {
    var cors = new CorsConfiguration();
    cors.setAllowedOrigins(List.of("*"));
    cors.setAllowedMethods(List.of("GET", "POST", "PUT", "PATCH", "DELETE"));
    cors.setAllowedHeaders(
        List.of(HttpHeaders.AUTHORIZATION, HttpHeaders.CONTENT_TYPE, "Idempotency-Key"));
    cors.setExposedHeaders(
        List.of(
            HttpHeaders.LINK,
            HttpHeaders.RETRY_AFTER,
            "X-RateLimit-Limit",
            "X-RateLimit-Remaining",
            "X-RateLimit-Reset"));
    cors.setMaxAge(Duration.ofHours(1));
    return request -> cors;
  }

  /** Clients write addresses with a slash at the end, too. */
  @Bean
  FilterRegistrationBean<Filter> trailingSlash() {
    var filter =
        new FilterRegistrationBean<Filter>(
            UrlHandlerFilter.trailingSlashHandler("/api/**", "/oauth/**").wrapRequest().build());
    filter.setOrder(Ordered.HIGHEST_PRECEDENCE);
    return filter;
  }

  /**
   * The API reads bodies itself; the container must not swallow more of a refused one than this.
   */
  @Bean
  WebServerFactoryCustomizer<TomcatServletWebServerFactory> connector() {
    return factory ->
        factory.addConnectorCustomizers(
            connector -> connector.setProperty("maxSwallowSize", Integer.toString(2 << 20)));
  }

  /** Which handlers there are, for the check at the start. */
  @Bean
  Handlers handlers(
      Map<
              String,
              org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping>
          mappings) {
    return new Handlers(mappings.values());
  }
}
