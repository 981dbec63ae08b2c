package reeve.server.cases;

import java.time.Duration;
import java.time.Period;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Keys {@code server.cases.*}.
 *
 * @param lease how long a claim holds; the open page renews it
 * @param dangerDue a danger to life is due so long after it was raised
 * @param generalDue a case without a policy is due so long after its first report
 * @param generalSeverity hours of head start of such a case
 * @param dangerForAllAfter a danger to life that no lead took for so long is given to everybody
 * @param reportsPerHour what one person reports beyond it within an hour of the clock enters the
 *     cases but adds no priority
 * @param togetherMade two accounts made within this time of each other may act as one
 * @param togetherReported reports within this time of each other may come from one hand
 * @param young an account younger than this, made together with another that reported the same
 *     account, counts as one with it; an older one does when they share a second subject
 * @param keep how long copies are kept after the last decision or appeal
 * @param pictureMost a larger picture is not copied
 * @param picturesMost so many pictures of one account are copied at the most
 */
@ConfigurationProperties(prefix = "server.cases", ignoreUnknownFields = false)
record CaseSettings(
    @DefaultValue("PT15M") Duration lease,
    @DefaultValue("PT1H") Duration dangerDue,
    @DefaultValue("PT72H") Duration generalDue,
    @DefaultValue("12") int generalSeverity,
    @DefaultValue("PT15M") Duration dangerForAllAfter,
    @DefaultValue("30") int reportsPerHour,
    @DefaultValue("PT1H") Duration togetherMade,
    @DefaultValue("PT10M") Duration togetherReported,
    @DefaultValue("P7D") Duration young,
    @DefaultValue("P6M") Period keep,
    @DefaultValue("8MB") DataSize pictureMost,
    @DefaultValue("100") int picturesMost) {
  CaseSettings {
    if (lease.compareTo(Duration.ofSeconds(10)) < 0) {
      throw new IllegalArgumentException("server.cases.lease is at least ten seconds");
    }
    if (reportsPerHour < 1 || picturesMost < 0) {
      throw new IllegalArgumentException("server.cases: a limit is not negative");
    }
  }
}
