package reeve.server.delivery;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reeve.server.record.RecordId;

/** Hands an alarm in for each address of the staff. */
@Component
class StaffAlarms implements StaffAlarm {
  static final Channel CHANNEL =
      new Channel(
          "alarms",
          "Alarms",
          "Calls your own staff by mail and webhook, at addresses that the settings name.",
          true,
          null);

  private final Outbox outbox;
  private final DeliverySettings.Alarms settings;

  StaffAlarms(Outbox outbox, DeliverySettings settings) {
    this.outbox = outbox;
    this.settings = settings.alarms();
  }

  @Override
  public void raise(
      String key, String title, String text, Map<String, ?> data, @Nullable RecordId cause) {
    for (String to : settings.mail()) {
      hand(key, title, cause, to, new Content.Mail(to, title, text, List.of()));
    }
    for (URI to : settings.webhook()) {
      hand(key, title, cause, to.toString(), new Content.Webhook(to, "alarm.raised", data));
    }
  }

  private void hand(
      String key, String title, @Nullable RecordId cause, String to, Content content) {
    String place = ContentJson.digest(to.getBytes(StandardCharsets.UTF_8)).substring(0, 16);
    outbox.hand(new Message(CHANNEL, key + "/" + place, title, cause, content));
  }
}
