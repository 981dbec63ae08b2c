package reeve.square.api;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import reeve.square.accounts.Account;
import reeve.square.accounts.Accounts;
import reeve.square.accounts.Profiles;
import reeve.square.accounts.SignUp;
import reeve.square.base.AccountId;
import reeve.square.base.Clocked;
import reeve.square.base.Fault;
import reeve.square.base.Refusal;
import reeve.square.base.Settings.SignUpMode;
import reeve.square.base.Slice;
import reeve.square.base.Viewer;
import reeve.square.base.Visibility;
import reeve.square.graph.Circles;
import reeve.square.graph.Graph;
import reeve.square.media.MediaStore;
import reeve.square.oauth.Apps;
import reeve.square.oauth.Caller;
import reeve.square.oauth.Tokens;
import reeve.square.outbox.Event.Field;
import reeve.square.search.Search;
import reeve.square.timelines.Timelines;
import reeve.square.web.Needs;
import reeve.square.web.Needs.Who;
import reeve.square.web.Params;

/** Accounts: one's own, others', and how one stands to them. */
@RestController
final class AccountsApi {
  private final Accounts accounts;
  private final SignUp signUp;
  private final Profiles profiles;
  private final MediaStore media;
  private final Apps apps;
  private final Tokens tokens;
  private final Circles circles;
  private final Graph graph;
  private final Timelines timelines;
  private final Search search;
  private final Shaper shaper;
  private final Clocked db;

  AccountsApi(
      Accounts accounts,
      SignUp signUp,
      Profiles profiles,
      MediaStore media,
      Apps apps,
      Tokens tokens,
      Circles circles,
      Graph graph,
      Timelines timelines,
      Search search,
      Shaper shaper,
      Clocked db) {
    this.accounts = accounts;
    this.signUp = signUp;
    this.profiles = profiles;
    this.media = media;
    this.apps = apps;
    this.tokens = tokens;
    this.circles = circles;
    this.graph = graph;
    this.timelines = timelines;
    this.search = search;
    this.shaper = shaper;
    this.db = db;
  }

  @PostMapping("/api/v1/accounts")
  @Needs(value = Who.APPLICATION, scope = "write:accounts")
  Map<String, Object> signUp(HttpServletRequest request, Params params, Caller caller) {
    var account =
        signUp.signUp(
            new SignUp.Wish(
                params.required("username"),
                params.required("email"),
                params.required("password"),
                params.text("reason"),
                params.flag("agreement"),
                request.getRemoteAddr(),
                params.text("locale")));
    if (signUp.mode() == SignUpMode.APPROVAL) {
      throw new Refusal(
          Fault.NOT_ADMITTED, "Your sign-up waits for approval; you can sign in afterwards.");
    }
    var app = apps.find(caller.app()).orElseThrow();
    return Map.of(
        "access_token", tokens.issue(app, account, caller.scopes()),
        "token_type", "Bearer",
        "scope", String.join(" ", caller.scopes()),
        "created_at", db.instant().getEpochSecond());
  }

  @GetMapping("/api/v1/accounts/verify_credentials")
  @Needs(value = Who.MEMBER, scope = "read:accounts")
  Shape.Account verify(AccountId me) {
    return own(me);
  }

  private Shape.Account own(AccountId me) {
    return shaper.own(accounts.get(me), circles.requests(me, Slice.first(40)).size());
  }

  @PatchMapping("/api/v1/accounts/update_credentials")
  @Needs(value = Who.MEMBER, scope = "write:accounts")
  Shape.Account update(AccountId me, Params params) throws IOException {
    for (String unknown : List.of("header", "bot", "indexable")) {
      if (params.file(unknown) != null || params.flag(unknown)) {
        throw Refusal.invalid("The square does not know " + unknown + ".");
      }
    }
    var avatar = params.file("avatar");
    String language = params.text("source[language]");
    String visibility = params.text("source[privacy]");
    List<Field> fields =
        params.hasWithin("fields_attributes")
            ? params.rows("fields_attributes").stream()
                .map(row -> new Field(row.getOrDefault("name", ""), row.getOrDefault("value", "")))
                .toList()
            : null;
    profiles.change(
        me,
        new Profiles.Change(
            params.text("display_name"),
            params.text("note"),
            params.text("location"),
            fields,
            avatar == null ? null : media.keepAvatar(avatar.getBytes(), avatar.getContentType()),
            params.flagOrNull("locked"),
            language,
            visibility == null ? null : Visibility.parse(visibility)));
    return own(me);
  }

  @GetMapping("/api/v1/accounts/lookup")
  @Needs(Who.ANYBODY)
  Shape.Account lookup(Params params) {
    return shaper.account(accounts.shown(params.required("acct")));
  }

  @GetMapping("/api/v1/accounts/search")
  @Needs(value = Who.MEMBER, scope = "read:accounts")
  List<Shape.Account> search(Viewer viewer, Params params) {
    return search
        .accounts(
            viewer,
            params.required("q"),
            params.number("limit", 40, 1, 80),
            params.number("offset", 0, 0, 10_000))
        .stream()
        .map(shaper::account)
        .toList();
  }

  @GetMapping("/api/v1/accounts/relationships")
  @Needs(value = Who.MEMBER, scope = "read:follows")
  List<Shape.Relationship> relationships(AccountId me, Params params) {
    List<AccountId> targets = params.list("id").stream().limit(200).map(AccountId::parse).toList();
    return graph.relationships(me, targets).stream().map(shaper::relationship).toList();
  }

  @GetMapping("/api/v1/accounts/{id}")
  @Needs(Who.ANYBODY)
  Shape.Account show(@PathVariable String id) {
    return shaper.account(accounts.shown(AccountId.parse(id)));
  }

  @GetMapping("/api/v1/accounts/{id}/statuses")
  @Needs(Who.ANYBODY)
  ResponseEntity<List<Shape.Status>> statuses(
      @PathVariable String id, Viewer viewer, Params params) {
    Account account = accounts.shown(AccountId.parse(id));
    if (params.flag("pinned")) {
      return shaper.page(List.of());
    }
    return shaper.page(
        timelines.of(
            account.id(),
            viewer,
            params.slice(20, 40),
            new Timelines.Wanted(
                params.flag("exclude_replies"),
                params.flag("exclude_reblogs"),
                params.flag("only_media"),
                params.text("tagged", ""))));
  }

  @GetMapping("/api/v1/accounts/{id}/followers")
  @Needs(Who.ANYBODY)
  ResponseEntity<List<Shape.Account>> followers(@PathVariable String id, Params params) {
    return shaper.circle(
        circles.followers(accounts.shown(AccountId.parse(id)).id(), params.slice(40, 80)));
  }

  @GetMapping("/api/v1/accounts/{id}/following")
  @Needs(Who.ANYBODY)
  ResponseEntity<List<Shape.Account>> following(@PathVariable String id, Params params) {
    return shaper.circle(
        circles.following(accounts.shown(AccountId.parse(id)).id(), params.slice(40, 80)));
  }

  @PostMapping("/api/v1/accounts/{id}/follow")
  @Needs(value = Who.MEMBER, scope = "write:follows")
  Shape.Relationship follow(@PathVariable String id, AccountId me, Params params) {
    if (params.flag("notify") || Boolean.FALSE.equals(params.flagOrNull("reblogs"))) {
      throw Refusal.invalid("The square knows neither notify nor reblogs=false.");
    }
    return shaper.relationship(graph.follow(me, AccountId.parse(id)));
  }

  @PostMapping("/api/v1/accounts/{id}/unfollow")
  @Needs(value = Who.MEMBER, scope = "write:follows")
  Shape.Relationship unfollow(@PathVariable String id, AccountId me) {
    return shaper.relationship(graph.unfollow(me, AccountId.parse(id)));
  }

  @PostMapping("/api/v1/accounts/{id}/remove_from_followers")
  @Needs(value = Who.MEMBER, scope = "write:follows")
  Shape.Relationship drop(@PathVariable String id, AccountId me) {
    return shaper.relationship(graph.dropFollower(me, AccountId.parse(id)));
  }

  @PostMapping("/api/v1/accounts/{id}/block")
  @Needs(value = Who.MEMBER, scope = "write:blocks")
  Shape.Relationship block(@PathVariable String id, AccountId me) {
    return shaper.relationship(graph.block(me, AccountId.parse(id)));
  }

  @PostMapping("/api/v1/accounts/{id}/unblock")
  @Needs(value = Who.MEMBER, scope = "write:blocks")
  Shape.Relationship unblock(@PathVariable String id, AccountId me) {
    return shaper.relationship(graph.unblock(me, AccountId.parse(id)));
  }

  @PostMapping("/api/v1/accounts/{id}/mute")
  @Needs(value = Who.MEMBER, scope = "write:mutes")
  Shape.Relationship mute(@PathVariable String id, AccountId me, Params params) {
    int seconds = params.number("duration", 0, 0, 999_999_999);
    return shaper.relationship(
        graph.mute(me, AccountId.parse(id), seconds == 0 ? null : Duration.ofSeconds(seconds)));
  }

  @PostMapping("/api/v1/accounts/{id}/unmute")
  @Needs(value = Who.MEMBER, scope = "write:mutes")
  Shape.Relationship unmute(@PathVariable String id, AccountId me) {
    return shaper.relationship(graph.unmute(me, AccountId.parse(id)));
  }
}
