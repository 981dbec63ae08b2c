package reeve.server.delivery;

import java.sql.Timestamp;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import reeve.server.platform.Refused;
import reeve.server.record.Entry;
import reeve.server.record.Kind;
import reeve.server.record.Records;
import reeve.server.staff.Member;

/** The channels and who switched them. */
@Component
class Switchboard implements Channels {
  static final Kind SWITCHED = new Kind("delivery.channel-switched", 1);

  private final ObjectProvider<Channel> channels;
  private final JdbcClient jdbc;
  private final Records records;
  private final InstantSource clock;

  Switchboard(
      ObjectProvider<Channel> channels, JdbcClient jdbc, Records records, InstantSource clock) {
    this.channels = channels;
    this.jdbc = jdbc;
    this.records = records;
    this.clock = clock;
  }

  /**
   * How a channel stands.
   *
   * @param by who switched it last; null where nobody ever did
   */
  record Setting(boolean on, @Nullable UUID by, @Nullable Instant at) {}

  List<Channel> all() {
    return channels.orderedStream().toList();
  }

  Map<String, Setting> settings() {
    Map<String, Setting> settings = new HashMap<>();
    for (Channel channel : all()) {
      settings.put(channel.name(), new Setting(channel.toStaff(), null, null));
    }
    jdbc.sql("SELECT name, is_on, switched_by, switched_at FROM delivery_channel")
        .query(row -> {
          var setting =
              new Setting(
                  row.getBoolean(2), row.getObject(3, UUID.class), row.getTimestamp(4).toInstant());
          settings.computeIfPresent(
              row.getString(1), (_, before) -> before.on() ? before : setting);
        });
    return settings;
  }

  @Override
  public boolean isOn(Channel channel) {
    return channel.toStaff()
        || jdbc.sql("SELECT is_on FROM delivery_channel WHERE name = ?")
            .param(channel.name())
            .query(Boolean.class)
            .optional()
            .orElse(false);
  }

  /** The names of those by which something may leave, of one of the two sorts. */
  String[] on(boolean toStaff) {
    Map<String, Setting> settings = settings();
    return all().stream()
        .filter(it -> it.toStaff() == toStaff)
        .map(Channel::name)
        .filter(it -> settings.getOrDefault(it, new Setting(false, null, null)).on())
        .toArray(String[]::new);
  }

  @Transactional
  public void set(String name, boolean on, Member by) {
    Channel channel =
        all().stream()
            .filter(it -> it.name().equals(name))
            .findFirst()
            .orElseThrow(() ->
                new Refused(DeliveryProblem.NO_SUCH_CHANNEL, "There is no channel of this name."));
    if (channel.toStaff()) {
      throw new Refused(
          DeliveryProblem.ALWAYS_ON, "What calls your own staff is always on once it is set up.");
    }
    int changed =
        jdbc.sql(
                """
                INSERT INTO delivery_channel AS c (name, is_on, switched_by, switched_at)
                VALUES (:name, :on, :by, :now)
                ON CONFLICT (name) DO UPDATE
                   SET is_on = :on, switched_by = :by, switched_at = :now
                 WHERE c.is_on <> :on
                """)
            .param("name", name)
            .param("on", on)
            .param("by", by.id().value())
            .param("now", Timestamp.from(clock.instant()))
            .update();
    if (changed > 0) {
      records.append(
          new Entry(
              SWITCHED, null, by.id().actor(), null, Map.of(), Map.of("channel", name, "on", on)));
    }
  }
}
