package reeve.square.api;

import java.io.IOException;
import java.time.Duration;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RestController;
import reeve.square.base.AccountId;
import reeve.square.base.PostId;
import reeve.square.base.Refusal;
import reeve.square.media.MediaStore;
import reeve.square.media.MediaStore.Content;
import reeve.square.web.Needs;
import reeve.square.web.Needs.Who;
import reeve.square.web.Params;

/** Pictures: taken in, described, shown. */
@RestController
final class MediaApi {
  private final MediaStore media;
  private final Shaper shaper;

  MediaApi(MediaStore media, Shaper shaper) {
    this.media = media;
    this.shaper = shaper;
  }

  @PostMapping({"/api/v1/media", "/api/v2/media"})
  @Needs(value = Who.MEMBER, scope = "write:media")
  Shape.Attachment upload(AccountId me, Params params) throws IOException {
    var file = params.file("file");
    if (file == null) {
      throw Refusal.invalid("Send the picture as the part \"file\" of multipart/form-data.");
    }
    return shaper.attachment(
        media.upload(me, file.getBytes(), file.getContentType(), params.text("description")));
  }

  @GetMapping("/api/v1/media/{id}")
  @Needs(value = Who.MEMBER, scope = "write:media")
  Shape.Attachment show(@PathVariable String id, AccountId me) {
    return shaper.attachment(media.loose(me, PostId.parse(id).value()));
  }

  @PutMapping("/api/v1/media/{id}")
  @Needs(value = Who.MEMBER, scope = "write:media")
  Shape.Attachment describe(@PathVariable String id, AccountId me, Params params) {
    return shaper.attachment(
        media.describe(me, PostId.parse(id).value(), params.text("description")));
  }

  @GetMapping("/media/{id}/{key}")
  @Needs(Who.ANYBODY)
  ResponseEntity<byte[]> full(@PathVariable String id, @PathVariable String key) {
    return content(id, key, false);
  }

  @GetMapping("/media/{id}/{key}/small")
  @Needs(Who.ANYBODY)
  ResponseEntity<byte[]> small(@PathVariable String id, @PathVariable String key) {
    return content(id, key, true);
  }

  private ResponseEntity<byte[]> content(String id, String key, boolean preview) {
    return answer(
        media
            .content(PostId.parse(id).value(), key, preview)
            .orElseThrow(() -> Refusal.notFound("picture")));
  }

  @GetMapping("/avatars/{account}/{sha256}")
  @Needs(Who.ANYBODY)
  ResponseEntity<byte[]> avatar(@PathVariable String account, @PathVariable String sha256) {
    return answer(
        media
            .avatar(AccountId.parse(account), sha256)
            .orElseThrow(() -> Refusal.notFound("picture")));
  }

  /** Kept by browsers for a minute only: a post that is removed takes its pictures with it. */
  private static ResponseEntity<byte[]> answer(Content content) {
    return ResponseEntity.ok()
        .contentType(MediaType.parseMediaType(content.type()))
        .cacheControl(CacheControl.maxAge(Duration.ofMinutes(1)).cachePrivate())
        .body(content.bytes().array());
  }
}
