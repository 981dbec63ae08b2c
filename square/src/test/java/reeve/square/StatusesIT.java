package reeve.square;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import reeve.square.Town.Answer;
import reeve.square.Town.Person;
import tools.jackson.databind.JsonNode;

/** Posts and lists of posts, as a client sees them. */
@Tag("sql")
class StatusesIT {
  private static final Town TOWN = Town.SHARED;
  private static final Pattern NEXT = Pattern.compile("<[^>]*?(/api[^>]*)>; rel=\"next\"");
  private static final Pattern PREVIOUS = Pattern.compile("<[^>]*?(/api[^>]*)>; rel=\"prev\"");

  private final Person author = TOWN.person("author");

  @Test
  void pagesLeadThroughAListWithoutGapOrRepetition() {
    var all = new ArrayList<String>();
    for (int i = 0; i < 7; i++) {
      all.addFirst(TOWN.post(author, "number " + i).id().toString());
    }
    String path = "/api/v1/accounts/" + author.id() + "/statuses?exclude_replies=true&limit=3";
    var seen = new ArrayList<String>();
    Answer page = TOWN.get(null, path);
    String back = "";
    while (!page.ids().isEmpty()) {
      seen.addAll(page.ids());
      assertThat(page.header("Link")).contains("exclude_replies=true");
      back = link(PREVIOUS, page);
      page = TOWN.get(null, link(NEXT, page));
    }
    assertThat(seen).isEqualTo(all);
    assertThat(page.header("Link")).isEmpty();
    assertThat(TOWN.get(null, back).ids()).isEqualTo(all.subList(3, 6));
    String middle = all.get(3);
    assertThat(TOWN.get(null, path + "&min_id=" + middle).ids()).isEqualTo(all.subList(0, 3));
    assertThat(TOWN.get(null, path + "&since_id=" + middle).ids()).isEqualTo(all.subList(0, 3));
    assertThat(TOWN.get(null, path + "&max_id=" + middle).ids()).isEqualTo(all.subList(4, 7));
    assertThat(TOWN.get(null, path + "&min_id=" + all.get(6) + "&limit=2").ids())
        .as("min_id gives the neighbours")
        .isEqualTo(all.subList(4, 6));
  }

  private static String link(Pattern which, Answer page) {
    Matcher found = which.matcher(page.header("Link"));
    assertThat(found.find()).isTrue();
    return found.group(1);
  }

  @Test
  void anUnsupportedWishIsRefusedAndNothingIsPosted() {
    for (var wish :
        List.<Map<String, Object>>of(
            Map.of("status", "vote", "poll", Map.of("options", List.of("a", "b"))),
            Map.of("status", "later", "scheduled_at", "2030-01-01T00:00:00Z"),
            Map.of("status", "x", "visibility", "limited"),
            Map.of("status", "<b>x</b>", "content_type", "text/html"),
            Map.of("status", "x", "media_ids", List.of("123")),
            Map.of("status", "x".repeat(501)),
            Map.of("status", "  "),
            Map.of("status", "x", "language", "no such"),
            Map.of("status", "x", "quote_id", "1"))) {
      assertThat(TOWN.post(author, "/api/v1/statuses", wish).status()).as("" + wish).isEqualTo(422);
    }
    assertThat(
            TOWN.post(author, "/api/v1/statuses", Map.of("status", "x", "in_reply_to_id", "5"))
                .status())
        .isEqualTo(404);
    assertThat(TOWN.get(author, "/api/v1/accounts/" + author.id() + "/statuses").ids()).isEmpty();
  }

  @Test
  void aPostThatSaysNoLanguageIsInItsAuthors() {
    TOWN.send(
        TOWN.request(author.token(), "/api/v1/accounts/update_credentials")
            .header("Content-Type", "application/json")
            .method(
                "PATCH",
                java.net.http.HttpRequest.BodyPublishers.ofString(
                    "{\"source\":{\"language\":\"pt\"}}")));
    assertThat(language(Map.of("status", "Bom dia"))).isEqualTo("pt");
    assertThat(language(Map.of("status", "Guten Morgen", "language", "de"))).isEqualTo("de");
  }

  private String language(Map<String, ?> wish) {
    return TOWN.post(author, "/api/v1/statuses", wish).json().get("language").asString();
  }

  @Test
  void fiveHundredCharactersAreCountedAsPeopleCountThem() {
    String family = "👨‍👩‍👧‍👦";
    assertThat(TOWN.post(author, "/api/v1/statuses", Map.of("status", family.repeat(300))).status())
        .isEqualTo(200);
  }

  @Test
  void aPostIsShownEscapedWithItsLinksMentionsAndHashtags() {
    var friend = TOWN.person("Friend");
    var json =
        TOWN.post(
                author,
                "/api/v1/statuses",
                Map.of(
                    "status",
                    "<script>alert('x')</script> @%s @nobody_here #Tag1 #123 (https://e.example/a?b=1&c=2).\nsecond\n\nlast"
                        .formatted(friend.handle().toUpperCase(java.util.Locale.ROOT))))
            .json();
    String html = json.get("content").asString();
    assertThat(html)
        .doesNotContain("<script")
        .contains("&lt;script&gt;")
        .contains("href=\"" + TOWN.url() + "/@" + friend.handle() + "\"")
        .contains("@nobody_here ")
        .contains("href=\"" + TOWN.url() + "/tags/tag1\"")
        .contains(" #123 ")
        .contains(
            "href=\"https://e.example/a?b=1&amp;c=2\" rel=\"nofollow noopener noreferrer ugc\"")
        .contains("</a>).<br>second</p><p>last</p>");
    assertThat(json.get("mentions")).hasSize(1);
    assertThat(json.get("tags").get(0).get("name").asString()).isEqualTo("tag1");
  }

  @Test
  void theSameKeyPostsOnce() {
    var ids = new ArrayList<String>();
    for (int i = 0; i < 2; i++) {
      ids.add(
          TOWN.send(
                  TOWN.request(author.token(), "/api/v1/statuses")
                      .header("Idempotency-Key", "k1")
                      .header("Content-Type", "application/json")
                      .POST(
                          java.net.http.HttpRequest.BodyPublishers.ofString(
                              "{\"status\":\"once\"}")))
              .json()
              .get("id")
              .asString());
    }
    assertThat(ids.get(0)).isEqualTo(ids.get(1));
  }

  @Test
  void aDeletedPostIsGoneAndItsAuthorGetsTheTextBack() {
    var booster = TOWN.person("booster");
    var post = TOWN.post(author, "regret #sorry" + author.id());
    TOWN.post(booster, "/api/v1/statuses/" + post.id() + "/reblog", Map.of());
    var events =
        TOWN.eventsOf(() -> {
          var answer =
              TOWN.send(TOWN.request(author.token(), "/api/v1/statuses/" + post.id()).DELETE());
          assertThat(answer.json().get("text").asString()).startsWith("regret");
        });
    assertThat(events).extracting(e -> e.get("type").asString()).containsExactly("post_deleted");
    assertThat(TOWN.get(null, "/api/v1/statuses/" + post.id()).status()).isEqualTo(404);
    assertThat(TOWN.get(null, "/api/v1/accounts/" + booster.id() + "/statuses").ids()).isEmpty();
    assertThat(
            TOWN.jdbc()
                .sql("select text from posts where id = ?")
                .params(post.id().value())
                .query(String.class)
                .single())
        .as("erased")
        .isEmpty();
  }

  @Test
  void peopleAreToldWhatConcernsThem() {
    var friend = TOWN.person("friend");
    TOWN.follow(friend, author);
    var post = TOWN.post(author, "hello @" + friend.handle());
    TOWN.post(friend, "/api/v1/statuses/" + post.id() + "/favourite", Map.of());
    TOWN.post(friend, "/api/v1/statuses/" + post.id() + "/favourite", Map.of());
    TOWN.post(friend, "/api/v1/statuses/" + post.id() + "/reblog", Map.of());
    assertThat(kinds(TOWN.get(author, "/api/v1/notifications")))
        .containsExactly("reblog", "favourite", "follow");
    assertThat(kinds(TOWN.get(friend, "/api/v1/notifications"))).containsExactly("mention");
    assertThat(kinds(TOWN.get(author, "/api/v1/notifications?exclude_types[]=follow")))
        .containsExactly("reblog", "favourite");
    TOWN.post(friend, "/api/v1/statuses/" + post.id() + "/unfavourite", Map.of());
    assertThat(kinds(TOWN.get(author, "/api/v1/notifications")))
        .containsExactly("reblog", "follow");
  }

  private static List<String> kinds(Answer answer) {
    return answer.json().values().stream().map(n -> n.get("type").asString()).toList();
  }

  @Test
  void aLockedAccountAnswersWhoMayFollow() {
    var fan = TOWN.person("fan");
    TOWN.send(
        TOWN.request(author.token(), "/api/v1/accounts/update_credentials")
            .header("Content-Type", "application/json")
            .method(
                "PATCH", java.net.http.HttpRequest.BodyPublishers.ofString("{\"locked\":true}")));
    JsonNode asked = TOWN.post(fan, "/api/v1/accounts/" + author.id() + "/follow", Map.of()).json();
    assertThat(asked.get("requested").asBoolean()).isTrue();
    assertThat(asked.get("following").asBoolean()).isFalse();
    assertThat(TOWN.get(author, "/api/v1/follow_requests").ids())
        .containsExactly(fan.id().toString());
    var events =
        TOWN.eventsOf(() ->
            TOWN.post(author, "/api/v1/follow_requests/" + fan.id() + "/authorize", Map.of()));
    assertThat(events).extracting(e -> e.get("type").asString()).containsExactly("follow");
    assertThat(TOWN.get(fan, "/api/v1/accounts/" + author.id() + "/following").status())
        .isEqualTo(200);
    assertThat(
            TOWN.get(fan, "/api/v1/accounts/relationships?id[]=" + author.id())
                .json()
                .get(0)
                .get("following")
                .asBoolean())
        .isTrue();
  }

  @Test
  void wordsInScriptsWithoutSpacesAreFound() {
    var post = TOWN.post(author, "今日は広場でお祭りがあります " + author.id());
    var found = TOWN.get(author, "/api/v2/search?type=statuses&q=" + encode("お祭り " + author.id()));
    assertThat(found.json().get("statuses").get(0).get("id").asString())
        .isEqualTo(post.id().toString());
  }

  private static String encode(String text) {
    return java.net.URLEncoder.encode(text, java.nio.charset.StandardCharsets.UTF_8);
  }
}
