package reeve.square.accounts;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;
import reeve.square.base.AccountId;
import reeve.square.base.Clocked;
import reeve.square.base.Refusal;
import reeve.square.base.Texts;
import reeve.square.base.Visibility;
import reeve.square.holds.Holds;
import reeve.square.outbox.Event;
import reeve.square.outbox.Event.Field;
import reeve.square.outbox.Outbox;
import reeve.square.outbox.Shapes;
import tools.jackson.databind.json.JsonMapper;

/** Changes what an account says about itself. */
@Component
public final class Profiles {
  private final Clocked db;
  private final TransactionTemplate transaction;
  private final JsonMapper json;
  private final Outbox outbox;
  private final Shapes shapes;
  private final Holds holds;

  Profiles(
      Clocked db,
      TransactionTemplate transaction,
      JsonMapper json,
      Outbox outbox,
      Shapes shapes,
      Holds holds) {
    this.db = db;
    this.transaction = transaction;
    this.json = json;
    this.outbox = outbox;
    this.shapes = shapes;
    this.holds = holds;
  }

  /**
   * What to change; null leaves a thing as it is.
   *
   * @param avatar SHA-256 of a picture that was taken in, or empty for none
   */
  public record Change(
      @Nullable String displayName,
      @Nullable String bio,
      @Nullable String location,
      @Nullable List<Field> fields,
      @Nullable String avatar,
      @Nullable Boolean locked,
      @Nullable String language,
      @Nullable Visibility defaultVisibility) {}

  public void change(AccountId account, Change change) {
    String name = line("The display name", change.displayName(), 60);
    String bio = change.bio() == null ? null : Texts.within("The bio", change.bio(), 500).strip();
    String location = line("The location", change.location(), 60);
    String fields =
        change.fields() == null ? null : json.writeValueAsString(fields(change.fields()));
    if (change.defaultVisibility() == Visibility.DIRECT) {
      throw Refusal.invalid("Posts cannot be direct by default.");
    }
    transaction.executeWithoutResult(status -> {
      holds.keepProfile(account);
      db.sql(
              """
              update accounts set
                display_name = coalesce(:name::text, display_name),
                bio = coalesce(:bio::text, bio),
                location = coalesce(:location::text, location),
                fields = coalesce(:fields::jsonb, fields),
                avatar = case when :avatar::text is null then avatar else nullif(:avatar, '') end,
                locked = coalesce(:locked::boolean, locked),
                language = coalesce(:language::text, language),
                default_visibility = coalesce(:visibility::text, default_visibility)
              where id = :id
              """)
          .param("name", name)
          .param("bio", bio)
          .param("location", location)
          .param("fields", fields)
          .param("avatar", change.avatar())
          .param("locked", change.locked())
          .param("language", language(change.language()))
          .param(
              "visibility",
              change.defaultVisibility() == null ? null : change.defaultVisibility().word())
          .param("id", account.value())
          .update();
      outbox.add(new Event.AccountUpdated(db.instant(), shapes.account(account)));
    });
  }

  private static List<Field> fields(List<Field> given) {
    if (given.size() > 4) {
      throw Refusal.invalid("A profile has at most four fields.");
    }
    return given.stream()
        .map(field ->
            new Field(
                Texts.line("A field's name", field.name(), 60),
                Texts.line("A field's value", field.value(), 255)))
        .filter(field -> !field.name().isEmpty() || !field.value().isEmpty())
        .toList();
  }

  private static @Nullable String line(String what, @Nullable String text, int most) {
    return text == null ? null : Texts.line(what, text, most);
  }

  /** A language tag of 2 or 3 letters, perhaps with more (BCP 47); empty is none. */
  public static @Nullable String language(@Nullable String tag) {
    if (tag == null || tag.isBlank()) {
      return null;
    }
    if (!tag.matches("[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8}){0,3}")) {
      throw Refusal.invalid("A language is a tag like en or pt-BR.");
    }
    return tag.replace('_', '-');
  }
}
