package reeve.server.cases;

import java.util.ArrayList;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import reeve.server.platform.AccountRef;
import reeve.server.platform.Post;
import reeve.server.platform.PostRef;

/** Takes text and pictures of sealed posts out of the copies. */
final class Seals {
  private Seals() {}

  /** What stays of a sealed post: that there was one. */
  static Post emptied(Post post) {
    return new Post(
        post.post(),
        post.author(),
        post.at(),
        "",
        null,
        post.visibility(),
        post.origin(),
        null,
        List.of(),
        List.of());
  }

  /** Empties the posts in all captures of the account; gives the pictures that they had. */
  static List<String> captured(
      JdbcClient db, Copied copied, AccountRef account, List<PostRef> posts) {
    List<String> pictures = new ArrayList<>();
    record Row(String place, List<Post> posts) {}
    List<Row> rows =
        db.sql(
                """
                select ctid::text, posts from capture where platform = ? and account = ?
                for update
                """)
            .params(account.platform().value(), account.nativeId())
            .query((row, _) -> new Row(row.getString(1), copied.posts(row.getString(2))))
            .list();
    for (Row row : rows) {
      if (row.posts().stream().anyMatch(post -> posts.contains(post.post()))) {
        List<Post> left = new ArrayList<>();
        for (Post post : row.posts()) {
          boolean sealed = posts.contains(post.post());
          if (sealed) {
            post.media().forEach(media -> pictures.add(media.sha256()));
          }
          left.add(sealed ? emptied(post) : post);
        }
        db.sql("update capture set posts = ? where ctid = ?::tid")
            .params(copied.write(left), row.place())
            .update();
      }
    }
    return pictures;
  }
}
