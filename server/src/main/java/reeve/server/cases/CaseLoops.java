package reeve.server.cases;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import reeve.server.staff.Loop;

/** What runs beside the pages. */
@Configuration(proxyBeanMethods = false)
class CaseLoops {
  @Bean
  Loop copyPictures(Pictures pictures) {
    return new Loop("pictures", _ -> pictures.round());
  }

  @Bean
  Loop endCopies(Copies copies) {
    return new Loop("copies", _ -> copies.round());
  }
}
