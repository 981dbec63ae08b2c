package reeve.square.pages;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;
import reeve.square.base.PostId;
import reeve.square.posts.Post;
import reeve.square.posts.PostReader;
import reeve.square.posts.Posts;
import reeve.square.timelines.Timelines;
import reeve.square.web.Member;
import reeve.square.web.Needs;
import reeve.square.web.Needs.Who;

/** One post with what it answers and what answers it; favourites and boosts. */
@Controller
final class PostPages {
  private final Posts posts;
  private final Timelines timelines;
  private final PostReader reader;

  PostPages(Posts posts, Timelines timelines, PostReader reader) {
    this.posts = posts;
    this.timelines = timelines;
    this.reader = reader;
  }

  @GetMapping("/@{handle}/{id}")
  @Needs(Who.ANYBODY)
  ModelAndView thread(Member member, @PathVariable String handle, @PathVariable String id) {
    Timelines.Conversation thread = timelines.thread(member.viewer(), PostId.parse(id));
    Post post = thread.post().content();
    if (!post.id().equals(thread.post().id()) || !post.author().handle().equals(handle)) {
      return Back.to("/@" + post.author().handle() + "/" + post.id(), "/");
    }
    return new ModelAndView("thread")
        .addObject("thread", thread)
        .addObject("post", post)
        .addObject("form", new WriteForm("", "", post.visibility(), post.id().value()));
  }

  /** Where the handle is not known: leads to the thread. */
  @GetMapping("/posts/{id}")
  @Needs(Who.ANYBODY)
  ModelAndView post(Member member, @PathVariable String id) {
    Post post = reader.get(member.viewer(), PostId.parse(id)).content();
    return Back.to("/@" + post.author().handle() + "/" + post.id(), "/");
  }

  @PostMapping("/posts/{id}/favourite")
  @Needs(Who.MEMBER)
  ModelAndView favourite(
      Member member,
      @PathVariable long id,
      @RequestParam(defaultValue = "false") boolean undo,
      @RequestParam(required = false) @Nullable String next,
      @RequestHeader(name = "HX-Request", required = false) @Nullable String inPlace) {
    PostId post = new PostId(id);
    return shown(
        undo ? posts.unfavourite(member.id(), post) : posts.favourite(member.id(), post),
        next,
        inPlace);
  }

  @PostMapping("/posts/{id}/boost")
  @Needs(Who.MEMBER)
  ModelAndView boost(
      Member member,
      @PathVariable long id,
      @RequestParam(defaultValue = "false") boolean undo,
      @RequestParam(required = false) @Nullable String next,
      @RequestHeader(name = "HX-Request", required = false) @Nullable String inPlace) {
    PostId post = new PostId(id);
    return shown(
        (undo ? posts.unboost(member.id(), post) : posts.boost(member.id(), post)).content(),
        next,
        inPlace);
  }

  /** The post alone where htmx asks, else the page where it stood. */
  private static ModelAndView shown(Post post, @Nullable String next, @Nullable String inPlace) {
    if (inPlace != null) {
      return new ModelAndView("post :: card").addObject("post", post).addObject("by", null);
    }
    String own = "/@" + post.author().handle() + "/" + post.id();
    return Back.to(Back.local(next, own) + "#p" + post.id(), own);
  }
}
