package reeve.server.intake;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import reeve.server.staff.Loop;

/** What runs beside {@link Streams}. */
@Configuration(proxyBeanMethods = false)
class IntakeLoops {
  @Bean
  Loop tellReaders(Readers readers) {
    return new Loop("stream-readers", _ -> readers.round());
  }
}
