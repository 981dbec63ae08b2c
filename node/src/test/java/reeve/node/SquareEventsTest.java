package reeve.node;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import reeve.server.platform.AccountRef;
import reeve.server.platform.Event;
import reeve.server.platform.Origin;
import reeve.server.platform.PlatformId;
import reeve.server.platform.Post.Visibility;
import reeve.square.door.SquareDoor.OutboxEvent;

class SquareEventsTest {
  private final SquareEvents events = new SquareEvents();

  @Test
  void aReportCarriesItsPostsAsTheyWere() {
    var event =
        events.event(
            new OutboxEvent(
                "1-7",
                """
                {"type":"report","at":"2026-11-23T14:05:00.123Z","origin":"live","id":"9",
                 "reporter":"3","reporterSince":"2026-01-01T00:00:00Z","subject":"4",
                 "posts":[{"id":"8","account":"4","at":"2026-11-23T14:00:00Z","text":"Join the dawn",
                   "language":null,"visibility":"private","origin":"live","replyTo":null,
                   "mentions":["3"],"media":[]}],
                 "category":"violation","rules":["1"],"comment":"recruiting","reach":12}
                """));
    assertThat(event)
        .isInstanceOfSatisfying(
            Event.ReportFiled.class,
            report -> {
              assertThat(report.meta().position()).isEqualTo("1-7");
              assertThat(report.meta().origin()).isEqualTo(Origin.LIVE);
              assertThat(report.subject()).isEqualTo(new AccountRef(PlatformId.SQUARE, "4"));
              assertThat(report.category()).isEqualTo(Event.Category.VIOLATION);
              assertThat(report.rules()).containsExactly("1");
              assertThat(report.reach()).isEqualTo(12);
              assertThat(report.posts().getFirst().visibility()).isEqualTo(Visibility.PRIVATE);
            });
  }

  @Test
  void whatNobodyCanReadIsHandedOnWithTheReason() {
    for (String body :
        new String[] {
          "{",
          "{}",
          "{\"type\":\"new\",\"at\":\"2026-11-23T00:00:00Z\",\"origin\":\"live\"}",
          "{\"type\":\"follow\",\"at\":\"soon\",\"origin\":\"live\"}"
        }) {
      assertThat(events.event(new OutboxEvent("1-1", body)))
          .isInstanceOfSatisfying(
              Event.Unreadable.class,
              unreadable -> {
                assertThat(unreadable.raw()).isEqualTo(body);
                assertThat(unreadable.why()).contains("docs/events.md");
              });
    }
  }
}
