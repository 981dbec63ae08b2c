package reeve.server.decisions;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import reeve.server.enforcement.KeptLetters;
import reeve.server.platform.AccountRef;
import reeve.server.platform.Action;
import reeve.server.platform.PlatformId;
import reeve.server.platform.ServerSettings;
import reeve.server.record.Appended;
import reeve.server.record.Opening;
import reeve.server.record.Openings;
import reeve.server.record.RecordId;

/** The letters that were written. */
@Component
public class Letters implements KeptLetters {
  private static final RowMapper<Letter> LETTER =
      (row, _) -> {
        UUID decision = row.getObject("decision", UUID.class);
        Timestamp appealUntil = row.getTimestamp("appeal_until");
        return new Letter(
            row.getObject("id", UUID.class),
            decision == null ? null : new DecisionId(decision),
            new AccountRef(new PlatformId(row.getString("platform")), row.getString("account")),
            Letter.Audience.valueOf(row.getString("audience").toUpperCase(java.util.Locale.ROOT)),
            row.getString("title"),
            row.getString("body"),
            appealUntil == null ? null : appealUntil.toInstant());
      };

  private final JdbcClient jdbc;
  private final Openings openings;
  private final ServerSettings settings;

  Letters(JdbcClient jdbc, Openings openings, ServerSettings settings) {
    this.jdbc = jdbc;
    this.openings = openings;
    this.settings = settings;
  }

  /** The same for one. */
  public Letter opening(Letter letter, @Nullable RecordId opened) {
    return opening(List.of(letter), Collections.singletonList(opened)).getFirst();
  }

  /**
   * The letters, each with the opening of a record in it, in the caller's transaction: whoever gets
   * it can look whether the record is in the public log. Never one that tells more of somebody else
   * than the letter does.
   *
   * @param opened a record for each letter, null for none
   */
  public List<Letter> opening(List<Letter> letters, List<@Nullable RecordId> opened) {
    return opening(letters, opened, Appended.NONE);
  }

  /** The same, where this transaction appended some of the records. */
  List<Letter> opening(List<Letter> letters, List<@Nullable RecordId> opened, Appended fresh) {
    Set<RecordId> records = new LinkedHashSet<>();
    for (@Nullable RecordId record : opened) {
      if (record != null) {
        records.add(record);
      }
    }
    Map<RecordId, Opening> given = openings.give(records, fresh);
    List<Letter> with = new ArrayList<>(letters.size());
    for (int i = 0; i < letters.size(); i++) {
      RecordId record = opened.get(i);
      Opening opening = record == null ? null : given.get(record);
      Letter letter = letters.get(i);
      with.add(
          opening == null
              ? letter
              : letter.with(Wording.opening(settings.squareUrl(), opening.text())));
    }
    return with;
  }

  /**
   * The letter with the openings of several records in it, likewise.
   *
   * @param opened the words that each stands for, in the order in which they are told
   */
  Letter opening(Letter letter, Map<RecordId, String> opened) {
    Map<RecordId, Opening> given = openings.give(opened.keySet());
    Map<String, String> told = new LinkedHashMap<>();
    opened.forEach((record, words) -> {
      Opening opening = given.get(record);
      if (opening != null) {
        told.put(opening.text(), words);
      }
    });
    return told.isEmpty() ? letter : letter.with(Wording.openings(settings.squareUrl(), told));
  }

  /**
   * Keeps letters, in the caller's transaction. Sending them is an order of its own.
   *
   * @param bundle what they are dropped by when they do not leave
   */
  public void keep(UUID bundle, List<Letter> letters, Instant now) {
    keep(letters, Collections.nCopies(letters.size(), bundle.toString()), now);
  }

  /** Keeps letters of several bundles. */
  void keep(List<Letter> letters, List<String> bundles, Instant now) {
    if (letters.isEmpty()) {
      return;
    }
    jdbc.sql(
            """
            INSERT INTO letter (id, decision, platform, account, audience, title, body,
                                appeal_until, bundle, written_at)
            SELECT l.*, :now
              FROM unnest(:ids::uuid[], :decisions::uuid[], :platforms::text[], :accounts::text[],
                          :audiences::text[], :titles::text[], :bodies::text[],
                          :untils::timestamptz[], :bundles::uuid[]) AS l
            """)
        .param("ids", column(letters, l -> l.id().toString()))
        .param("decisions", column(letters, l -> text(l.decision())))
        .param("platforms", column(letters, l -> l.to().platform().value()))
        .param("accounts", column(letters, l -> l.to().nativeId()))
        .param("audiences", column(letters, l -> l.audience().code()))
        .param("titles", column(letters, Letter::title))
        .param("bodies", column(letters, Letter::body))
        .param("untils", column(letters, l -> text(l.appealUntil())))
        .param("bundles", bundles.toArray(String[]::new))
        .param("now", Timestamp.from(now))
        .update();
  }

  /** Drops letters that never left. */
  void drop(UUID bundle) {
    jdbc.sql("DELETE FROM letter WHERE bundle = :bundle").param("bundle", bundle).update();
  }

  @Override
  public Map<UUID, Action.Letter> words(Collection<UUID> ids) {
    return jdbc
        .sql("SELECT * FROM letter WHERE id = ANY (:ids)")
        .param("ids", ids.toArray(UUID[]::new))
        .query(LETTER)
        .stream()
        .collect(Collectors.toMap(Letter::id, Letter::words));
  }

  public Optional<Letter> find(UUID id) {
    return jdbc.sql("SELECT * FROM letter WHERE id = :id").param("id", id).query(LETTER).optional();
  }

  /** All letters about a decision, the holder's first. */
  public List<Letter> about(DecisionId decision) {
    return jdbc.sql(
            """
            SELECT * FROM letter WHERE decision = :decision
             ORDER BY audience = 'holder' DESC, written_at, id
            """)
        .param("decision", decision.value())
        .query(LETTER)
        .list();
  }

  static <T> @Nullable String[] column(List<T> rows, Function<T, @Nullable String> value) {
    @Nullable String[] values = new String[rows.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = value.apply(rows.get(i));
    }
    return values;
  }

  static @Nullable String text(@Nullable Object value) {
    return value == null ? null : value.toString();
  }
}
