package reeve.server.cases;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Set;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Controller;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import reeve.server.platform.Refused;
import reeve.server.record.Entry;
import reeve.server.record.Kind;
import reeve.server.record.Records;
import reeve.server.staff.Access;
import reeve.server.staff.Member;

/** The copy of a picture, for who may see its case; each look is recorded. */
@Controller
@Access(Access.Who.GUEST)
class PictureBytes {
  private static final Kind VIEWED = new Kind("cases.picture-viewed", 1);

  private static final Set<String> SHOWN =
      Set.of("image/png", "image/jpeg", "image/gif", "image/webp");

  private final JdbcClient db;
  private final CaseDesk desk;
  private final Records records;

  PictureBytes(JdbcClient db, CaseDesk desk, Records records) {
    this.db = db;
    this.desk = desk;
    this.records = records;
  }

  private record Copy(String type, ByteBuffer bytes) {}

  @GetMapping("/cases/{id}/pictures/{sha256}")
  @Transactional
  public ResponseEntity<byte[]> picture(
      Member member, @PathVariable long id, @PathVariable String sha256) {
    Case of = desk.find(new CaseId(Math.max(1, id)));
    if (!desk.maySee(of, member)) {
      throw new Refused(CaseProblem.NOT_YOURS, "Claim the case to see its pictures.");
    }
    Copy copy =
        db.sql(
                """
                select type, bytes from picture
                where platform = ? and account = ? and sha256 = ? and state = 'kept'
                """)
            .params(of.account().platform().value(), of.account().nativeId(), sha256)
            .query((row, _) -> new Copy(row.getString(1), ByteBuffer.wrap(row.getBytes(2))))
            .optional()
            .filter(found -> SHOWN.contains(found.type()))
            .orElseThrow(() -> new Refused(CaseProblem.NO_SUCH_PICTURE, "No copy can be shown."));
    records.append(
        new Entry(
            VIEWED,
            of.account(),
            CaseDesk.staff(member),
            of.opened(),
            Map.of("case", id),
            Map.of("picture", sha256)));
    return ResponseEntity.ok()
        .contentType(MediaType.parseMediaType(copy.type()))
        .cacheControl(CacheControl.noStore())
        .header("Content-Disposition", "inline")
        .body(copy.bytes().array());
  }
}
