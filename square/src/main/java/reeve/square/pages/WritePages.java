package reeve.square.pages;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.servlet.ModelAndView;
import reeve.square.base.AccountId;
import reeve.square.base.PostId;
import reeve.square.base.Refusal;
import reeve.square.base.Visibility;
import reeve.square.media.MediaStore;
import reeve.square.posts.Draft;
import reeve.square.posts.Post;
import reeve.square.posts.PostReader;
import reeve.square.posts.Posts;
import reeve.square.web.Member;
import reeve.square.web.Needs;
import reeve.square.web.Needs.Who;

/** Writing a post or an answer, and deleting one's own. */
@Controller
final class WritePages {
  private final Posts posts;
  private final PostReader reader;
  private final MediaStore media;

  WritePages(Posts posts, PostReader reader, MediaStore media) {
    this.posts = posts;
    this.reader = reader;
    this.media = media;
  }

  @GetMapping("/write")
  @Needs(Who.MEMBER)
  ModelAndView form(
      Member member, @RequestParam(name = "to", required = false) @Nullable Long replyTo) {
    ModelAndView page = new ModelAndView("write");
    if (replyTo == null) {
      return page.addObject("form", WriteForm.EMPTY);
    }
    Post parent = reader.get(member.viewer(), new PostId(replyTo)).content();
    return page.addObject("parent", parent)
        .addObject(
            "form",
            new WriteForm(addressed(parent, member.id()), "", parent.visibility(), replyTo));
  }

  /** An answer begins with whom it reaches: the author and whom they mentioned. */
  private static String addressed(Post parent, AccountId me) {
    List<String> handles = new ArrayList<>();
    if (!parent.author().id().equals(me)) {
      handles.add(parent.author().handle());
    }
    parent.mentions().stream()
        .filter(m -> !m.account().equals(me) && !handles.contains(m.handle()))
        .forEach(m -> handles.add(m.handle()));
    return handles.stream().map(h -> "@" + h + " ").collect(Collectors.joining());
  }

  @PostMapping("/posts")
  @Needs(Who.MEMBER)
  ModelAndView write(
      Member member,
      HttpServletResponse response,
      @RequestParam(defaultValue = "") String text,
      @RequestParam(defaultValue = "") String spoiler,
      @RequestParam(required = false) @Nullable String visibility,
      @RequestParam(name = "to", required = false) @Nullable Long replyTo,
      @RequestParam(name = "picture", required = false) @Nullable List<MultipartFile> pictures,
      @RequestParam(name = "description", required = false) @Nullable List<String> descriptions)
      throws IOException {
    Visibility width =
        visibility == null || visibility.isEmpty() ? null : Visibility.parse(visibility);
    try {
      List<Long> ids =
          upload(
              member.id(),
              pictures == null ? List.of() : pictures,
              descriptions == null ? List.of() : descriptions);
      Post post =
          posts.write(
              member.id(),
              new Draft(
                  text.replace("\r\n", "\n"),
                  spoiler,
                  !spoiler.isBlank(),
                  null,
                  width,
                  replyTo == null ? null : new PostId(replyTo),
                  ids,
                  null,
                  null));
      return Back.to("/@" + post.author().handle() + "/" + post.id(), "/");
    } catch (Refusal refusal) {
      ModelAndView page = Back.again("write", refusal, response);
      page.addObject("form", new WriteForm(text, spoiler, width, replyTo));
      if (replyTo != null) {
        page.addObject("parent", reader.get(member.viewer(), new PostId(replyTo)).content());
      }
      return page;
    }
  }

  private List<Long> upload(
      AccountId account, List<MultipartFile> pictures, List<String> descriptions)
      throws IOException {
    List<Long> ids = new ArrayList<>();
    for (int i = 0; i < pictures.size(); i++) {
      MultipartFile picture = pictures.get(i);
      if (!picture.isEmpty()) {
        String description = i < descriptions.size() ? descriptions.get(i) : "";
        ids.add(
            media.upload(account, picture.getBytes(), picture.getContentType(), description).id());
      }
    }
    return ids;
  }

  @PostMapping("/posts/{id}/delete")
  @Needs(Who.MEMBER)
  ModelAndView delete(Member member, @PathVariable long id) {
    Post post = posts.delete(member.id(), new PostId(id));
    return Back.to("/@" + post.author().handle(), "/");
  }
}
