package reeve.square.pages;

import org.springframework.context.annotation.Configuration;
import org.springframework.http.CacheControl;
import org.springframework.web.servlet.config.annotation.ResourceHandlerRegistry;
import org.springframework.web.servlet.config.annotation.ViewControllerRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * The plain files that moderation publishes for everybody, served as they are. A browser asks each
 * time whether they changed, so that nobody reads yesterday's figures.
 */
@Configuration(proxyBeanMethods = false)
class PublicFiles implements WebMvcConfigurer {
  private final PageSettings settings;

  PublicFiles(PageSettings settings) {
    this.settings = settings;
  }

  @Override
  public void addResourceHandlers(ResourceHandlerRegistry registry) {
    if (settings.publicDir() != null) {
      registry
          .addResourceHandler("/transparency/**")
          .addResourceLocations(settings.publicDir().toUri() + "transparency/")
          .setCacheControl(CacheControl.noCache());
    }
  }

  @Override
  public void addViewControllers(ViewControllerRegistry registry) {
    registry.addRedirectViewController("/favicon.ico", "/static/mark.svg");
    if (settings.publicDir() != null) {
      registry.addRedirectViewController("/transparency", "/transparency/");
      registry.addViewController("/transparency/").setViewName("forward:/transparency/index.html");
    }
  }
}
