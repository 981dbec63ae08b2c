package reeve.square.api;

import java.util.List;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import reeve.square.base.AccountId;
import reeve.square.graph.Circles;
import reeve.square.graph.Graph;
import reeve.square.web.Needs;
import reeve.square.web.Needs.Who;
import reeve.square.web.Params;

/** Follow requests, blocks and mutes of one's own. */
@RestController
final class CirclesApi {
  private final Circles circles;
  private final Graph graph;
  private final Shaper shaper;

  CirclesApi(Circles circles, Graph graph, Shaper shaper) {
    this.circles = circles;
    this.graph = graph;
    this.shaper = shaper;
  }

  @GetMapping("/api/v1/follow_requests")
  @Needs(value = Who.MEMBER, scope = "read:follows")
  ResponseEntity<List<Shape.Account>> requests(AccountId me, Params params) {
    return shaper.circle(circles.requests(me, params.slice(40, 80)));
  }

  @PostMapping("/api/v1/follow_requests/{id}/authorize")
  @Needs(value = Who.MEMBER, scope = "write:follows")
  Shape.Relationship authorize(@PathVariable String id, AccountId me) {
    return shaper.relationship(graph.answer(me, AccountId.parse(id), true));
  }

  @PostMapping("/api/v1/follow_requests/{id}/reject")
  @Needs(value = Who.MEMBER, scope = "write:follows")
  Shape.Relationship reject(@PathVariable String id, AccountId me) {
    return shaper.relationship(graph.answer(me, AccountId.parse(id), false));
  }

  @GetMapping("/api/v1/blocks")
  @Needs(value = Who.MEMBER, scope = "read:blocks")
  ResponseEntity<List<Shape.Account>> blocks(AccountId me, Params params) {
    return shaper.circle(circles.blocks(me, params.slice(40, 80)));
  }

  @GetMapping("/api/v1/mutes")
  @Needs(value = Who.MEMBER, scope = "read:mutes")
  ResponseEntity<List<Shape.Account>> mutes(AccountId me, Params params) {
    return shaper.circle(circles.mutes(me, params.slice(40, 80)));
  }
}
