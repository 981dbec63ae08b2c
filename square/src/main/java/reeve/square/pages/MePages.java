package reeve.square.pages;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.servlet.ModelAndView;
import reeve.square.accounts.Account;
import reeve.square.accounts.Accounts;
import reeve.square.accounts.Profiles;
import reeve.square.base.AccountId;
import reeve.square.base.PostId;
import reeve.square.base.Refusal;
import reeve.square.base.Slice;
import reeve.square.base.Visibility;
import reeve.square.graph.Circles;
import reeve.square.graph.Graph;
import reeve.square.media.MediaStore;
import reeve.square.notices.Notices;
import reeve.square.outbox.Event.Field;
import reeve.square.posts.Post;
import reeve.square.posts.PostReader;
import reeve.square.web.Member;
import reeve.square.web.Needs;
import reeve.square.web.Needs.Who;

/** One's own things: profile, follow requests, notices. */
@Controller
final class MePages {
  private static final int LISTED = 40;
  private static final int FIELDS = 4;

  private final Accounts accounts;
  private final Profiles profiles;
  private final MediaStore media;
  private final Circles circles;
  private final Graph graph;
  private final Notices notices;
  private final PostReader reader;

  MePages(
      Accounts accounts,
      Profiles profiles,
      MediaStore media,
      Circles circles,
      Graph graph,
      Notices notices,
      PostReader reader) {
    this.accounts = accounts;
    this.profiles = profiles;
    this.media = media;
    this.circles = circles;
    this.graph = graph;
    this.notices = notices;
    this.reader = reader;
  }

  /** A profile as its form has it; always four fields, the last ones perhaps empty. */
  record ProfileForm(
      String name,
      String bio,
      String location,
      List<Field> fields,
      boolean locked,
      Visibility visibility) {
    ProfileForm {
      fields = List.copyOf(fields);
    }

    static ProfileForm of(Account account) {
      List<Field> fields = new ArrayList<>(account.fields());
      while (fields.size() < FIELDS) {
        fields.add(new Field("", ""));
      }
      return new ProfileForm(
          account.displayName(),
          account.bio(),
          account.location(),
          fields,
          account.locked(),
          account.defaultVisibility());
    }
  }

  @GetMapping("/me/profile")
  @Needs(Who.MEMBER)
  ModelAndView profile(Member member, @RequestParam(defaultValue = "false") boolean saved) {
    return new ModelAndView("me-profile")
        .addObject("form", ProfileForm.of(accounts.get(member.id())))
        .addObject("saved", saved);
  }

  @PostMapping("/me/profile")
  @Needs(Who.MEMBER)
  ModelAndView save(
      Member member,
      HttpServletResponse response,
      @RequestParam Map<String, String> given,
      @RequestParam(required = false) @Nullable MultipartFile avatar)
      throws IOException {
    ProfileForm form = form(given);
    try {
      String kept = null;
      if (avatar != null && !avatar.isEmpty()) {
        kept = media.keepAvatar(avatar.getBytes(), avatar.getContentType());
      } else if (given.containsKey("without-avatar")) {
        kept = "";
      }
      profiles.change(
          member.id(),
          new Profiles.Change(
              form.name(),
              form.bio(),
              form.location(),
              form.fields(),
              kept,
              form.locked(),
              null,
              form.visibility()));
      return Back.to("/me/profile?saved=true", "/");
    } catch (Refusal refusal) {
      return Back.again("me-profile", refusal, response)
          .addObject("form", form)
          .addObject("saved", false);
    }
  }

  private static ProfileForm form(Map<String, String> given) {
    List<Field> fields = new ArrayList<>();
    for (int i = 0; i < FIELDS; i++) {
      fields.add(
          new Field(
              given.getOrDefault("field-name-" + i, ""),
              given.getOrDefault("field-value-" + i, "")));
    }
    return new ProfileForm(
        given.getOrDefault("name", ""),
        given.getOrDefault("bio", "").replace("\r\n", "\n"),
        given.getOrDefault("location", ""),
        fields,
        given.containsKey("locked"),
        Visibility.parse(given.getOrDefault("visibility", "public")));
  }

  @GetMapping("/me/requests")
  @Needs(Who.MEMBER)
  ModelAndView requests(Member member) {
    return new ModelAndView("requests")
        .addObject("entries", circles.requests(member.id(), Slice.first(LISTED)));
  }

  @PostMapping("/me/requests/{id}")
  @Needs(Who.MEMBER)
  ModelAndView answer(Member member, @PathVariable long id, @RequestParam boolean yes) {
    graph.answer(member.id(), new AccountId(id), yes);
    return Back.to("/me/requests", "/");
  }

  /** Something that happened, with who did it and the post that it is about. */
  record Happening(Notices.Notice notice, Account from, @Nullable Post post) {}

  @GetMapping("/me/notices")
  @Needs(Who.MEMBER)
  ModelAndView notices(
      Member member, @RequestParam(name = "max_id", required = false) @Nullable Long maxId) {
    Slice slice = maxId == null || maxId <= 0 ? Slice.first(LISTED) : Slice.before(maxId, LISTED);
    List<Notices.Notice> list = notices.list(member.id(), slice, List.of());
    Map<AccountId, Account> from = accounts.shown(list.stream().map(n -> n.from()).toList());
    List<Happening> happenings = new ArrayList<>();
    for (Notices.Notice notice : list) {
      Account account = from.get(notice.from());
      PostId post = notice.post();
      if (account != null) {
        happenings.add(
            new Happening(
                notice, account, post == null ? null : reader.get(member.viewer(), post)));
      }
    }
    return new ModelAndView("notices")
        .addObject("happenings", happenings)
        .addObject("older", list.size() < LISTED ? null : list.getLast().id());
  }
}
