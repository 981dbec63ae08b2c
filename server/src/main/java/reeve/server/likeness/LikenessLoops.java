package reeve.server.likeness;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import reeve.server.staff.Loop;

/** What runs beside the feed and the pages. */
@Configuration(proxyBeanMethods = false)
class LikenessLoops {
  @Bean
  Loop namePictures(PictureNaming naming) {
    return new Loop("likeness-pictures", naming::round);
  }
}
