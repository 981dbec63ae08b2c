package reeve.square;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import reeve.square.door.SquareAction;
import reeve.square.oauth.Tokens;

/**
 * Every endpoint of the API against every kind of caller. The table is written by hand; an endpoint
 * that is mapped but not in the table fails, and so does one that is in the table but not mapped.
 */
class EndpointsIT {
  private static final Town TOWN = Town.SHARED;

  /** Who is let in. */
  enum Open {
    /** Anybody, but no suspended token. */
    ALL,
    /** Any token that is not suspended. */
    TOKEN,
    /** The token of an account that is not suspended. */
    MEMBER
  }

  private static final Map<String, Open> TABLE = table();

  private static Map<String, Open> table() {
    var table = new LinkedHashMap<String, Open>();
    for (String open :
        """
        GET /api/v1/instance
        GET /api/v2/instance
        GET /api/v1/instance/rules
        GET /api/v1/custom_emojis
        POST /api/v1/apps
        POST /oauth/token
        POST /oauth/revoke
        GET /api/v1/accounts/lookup
        GET /api/v1/accounts/{id}
        GET /api/v1/accounts/{id}/statuses
        GET /api/v1/accounts/{id}/followers
        GET /api/v1/accounts/{id}/following
        GET /api/v1/statuses/{id}
        GET /api/v1/statuses/{id}/context
        GET /api/v1/statuses/{id}/reblogged_by
        GET /api/v1/statuses/{id}/favourited_by
        GET /api/v1/timelines/public
        GET /api/v1/timelines/tag/{tag}
        """
            .lines()
            .toList()) {
      table.put(open, Open.ALL);
    }
    table.put("GET /api/v1/apps/verify_credentials", Open.TOKEN);
    table.put("POST /api/v1/accounts", Open.TOKEN);
    for (String member :
        """
        GET /api/v1/accounts/verify_credentials
        PATCH /api/v1/accounts/update_credentials
        GET /api/v1/accounts/search
        GET /api/v1/accounts/relationships
        POST /api/v1/accounts/{id}/follow
        POST /api/v1/accounts/{id}/unfollow
        POST /api/v1/accounts/{id}/remove_from_followers
        POST /api/v1/accounts/{id}/block
        POST /api/v1/accounts/{id}/unblock
        POST /api/v1/accounts/{id}/mute
        POST /api/v1/accounts/{id}/unmute
        GET /api/v1/follow_requests
        POST /api/v1/follow_requests/{id}/authorize
        POST /api/v1/follow_requests/{id}/reject
        GET /api/v1/blocks
        GET /api/v1/mutes
        POST /api/v1/statuses
        DELETE /api/v1/statuses/{id}
        POST /api/v1/statuses/{id}/reblog
        POST /api/v1/statuses/{id}/unreblog
        POST /api/v1/statuses/{id}/favourite
        POST /api/v1/statuses/{id}/unfavourite
        GET /api/v1/favourites
        GET /api/v1/timelines/home
        GET /api/v2/search
        POST /api/v1/media
        POST /api/v2/media
        GET /api/v1/media/{id}
        PUT /api/v1/media/{id}
        GET /api/v1/notifications
        GET /api/v1/notifications/{id}
        POST /api/v1/notifications/{id}/dismiss
        POST /api/v1/notifications/clear
        GET /api/v1/preferences
        GET /api/v1/markers
        POST /api/v1/markers
        POST /api/v1/reports
        """
            .lines()
            .toList()) {
      table.put(member, Open.MEMBER);
    }
    return table;
  }

  @Test
  void everyEndpointLetsInWhomTheTableSays() {
    Set<String> mapped = mapped();
    assertThat(mapped).containsExactlyInAnyOrderElementsOf(TABLE.keySet());
    var member = TOWN.person("member");
    var suspended = TOWN.person("suspended");
    TOWN.order(suspended, new SquareAction.Suspend(null));
    String narrow = TOWN.bean(Tokens.class).issue(TOWN.app(), member.id(), Set.of("profile"));
    var softly = new SoftAssertions();
    TABLE.forEach((endpoint, open) -> {
      softly
          .assertThat(status(endpoint, null))
          .as(endpoint + " without a token")
          .satisfies(status -> barred(status, open != Open.ALL, 401));
      softly
          .assertThat(status(endpoint, "no-such-token"))
          .as(endpoint + " with an unknown token")
          .isEqualTo(401);
      softly
          .assertThat(status(endpoint, TOWN.appToken()))
          .as(endpoint + " with an application's token")
          .satisfies(status -> barred(status, open == Open.MEMBER, 401));
      softly
          .assertThat(status(endpoint, suspended.token()))
          .as(endpoint + " with a suspended account's token")
          .isEqualTo(403);
      if (open == Open.MEMBER) {
        softly
            .assertThat(status(endpoint, narrow))
            .as(endpoint + " with a token of too few scopes")
            .isEqualTo(403);
      }
      softly
          .assertThat(status(endpoint, member.token()))
          .as(endpoint + " with a member's token")
          .satisfies(status -> barred(status, false, 0));
    });
    softly.assertAll();
  }

  /** Let in means: judged by what was asked, not by who asked. */
  private static void barred(int status, boolean barred, int how) {
    if (barred) {
      assertThat(status).isEqualTo(how);
    } else {
      assertThat(status).as("let in").isIn(200, 400, 404, 422);
    }
  }

  private static int status(String endpoint, String token) {
    String[] parts = endpoint.split(" ", 2);
    // Nothing has this id, so that no call changes what the next one meets.
    String path = parts[1].replace("{id}", "7").replace("{tag}", "none");
    String query = parts[1].startsWith("/oauth/") ? "?grant_type=none&client_id=none" : "";
    int status =
        TOWN.send(TOWN.request(token, path + query).method(parts[0], BodyPublishers.noBody()))
            .status();
    // OAuth answers a wrong client with 401 too; that is no answer to who called.
    boolean client = parts[1].startsWith("/oauth/") && status == 401;
    return client && !"no-such-token".equals(token) ? 422 : status;
  }

  private static Set<String> mapped() {
    var found = new HashSet<String>();
    for (var mapping : TOWN.context().getBeansOfType(RequestMappingHandlerMapping.class).values()) {
      for (RequestMappingInfo info : mapping.getHandlerMethods().keySet()) {
        for (String path : info.getPatternValues()) {
          if (path.startsWith("/api/") || path.matches("/oauth/(token|revoke).*")) {
            for (RequestMethod method : info.getMethodsCondition().getMethods()) {
              found.add(method + " " + path);
            }
          }
        }
      }
    }
    return found;
  }

  @Test
  void aSuspendedClientIsToldWhereToReadWhy() {
    var person = TOWN.person("gone");
    assertThat(TOWN.get(person, "/api/v1/timelines/home").status()).isEqualTo(200);
    TOWN.order(person, new SquareAction.Suspend(null));
    var answer = TOWN.get(person, "/api/v1/timelines/home");
    assertThat(answer.status()).isEqualTo(403);
    assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
    assertThat(answer.json().get("type").asString()).isEqualTo("urn:reeve:square:suspended");
    assertThat(answer.json().get("standing").asString()).isEqualTo(TOWN.url() + "/me/standing");
    assertThat(answer.json().get("error").asString()).contains("/me/standing");
  }

  @Test
  void aRevokedTokenIsRefusedAtOnce() {
    var person = TOWN.person("revoker");
    assertThat(TOWN.get(person, "/api/v1/timelines/home").status()).isEqualTo(200);
    TOWN.bean(Tokens.class).revoke(TOWN.app(), person.token());
    assertThat(TOWN.get(person, "/api/v1/timelines/home").status()).isEqualTo(401);
  }

  @Test
  void nobodyActsOnWhatIsAnothers() {
    var author = TOWN.person("author");
    var other = TOWN.person("other");
    var post = TOWN.post(author, "mine");
    assertThat(
            TOWN.send(TOWN.request(other.token(), "/api/v1/statuses/" + post.id()).DELETE())
                .status())
        .isEqualTo(404);
    assertThat(TOWN.get(author, "/api/v1/statuses/" + post.id()).status()).isEqualTo(200);
    var medium =
        TOWN.bean(reeve.square.media.MediaStore.class)
            .upload(author.id(), PicturesTest.png(4, 4), "image/png", null);
    assertThat(TOWN.get(other, "/api/v1/media/" + medium.id()).status()).isEqualTo(404);
    assertThat(
            TOWN.post(
                    other,
                    "/api/v1/statuses",
                    Map.of("status", "x", "media_ids", java.util.List.of("" + medium.id())))
                .status())
        .isEqualTo(422);
  }
}
