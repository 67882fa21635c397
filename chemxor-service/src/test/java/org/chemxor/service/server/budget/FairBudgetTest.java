package org.chemxor.service.server.budget;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Who holds little gets more; who holds most gives way. */
class FairBudgetTest {
  private final FairBudget budget = new FairBudget(100, 60);
  private final List<String> shed = new ArrayList<>();

  private FairBudget.Charge open(String client) {
    return budget.open(client, () -> shed.add(client));
  }

  @Test
  void announcementsHoldNothing() {
    for (int i = 0; i < 1000; i++) {
      open("attacker");
    }
    assertThat(open("honest").add(60)).isTrue();
    assertThat(budget.held()).isEqualTo(60);
  }

  @Test
  void nobodyHoldsMoreThanTheShare() {
    FairBudget.Charge first = open("x");
    assertThat(first.add(50)).isTrue();
    assertThat(open("x").add(11)).isFalse();
    assertThat(open("x").add(10)).isTrue();
    assertThat(first.bytes()).isEqualTo(50);
    assertThat(shed).isEmpty();
  }

  @Test
  void whoHoldsMostGivesWayWithTheNewest() {
    FairBudget.Charge old = open("large");
    FairBudget.Charge recent = open("large");
    FairBudget.Charge other = open("medium");
    assertThat(old.add(30) && recent.add(30) && other.add(40)).isTrue();
    assertThat(open("small").add(20)).isTrue();
    assertThat(shed).containsExactly("large");
    assertThat(recent.add(1)).as("shed is closed").isFalse();
    assertThat(old.add(1)).isTrue();
    assertThat(budget.held()).isEqualTo(91);
  }

  @Test
  void whoHoldsMostIsRefusedItself() {
    FairBudget.Charge large = open("large");
    assertThat(large.add(60)).isTrue();
    assertThat(open("medium").add(40)).isTrue();
    assertThat(open("medium").add(30)).isFalse();
    assertThat(shed).isEmpty();
    assertThat(large.bytes()).isEqualTo(60);
  }

  @Test
  void whatHasArrivedWholeStays() {
    FairBudget.Charge whole = open("large");
    whole.add(60);
    whole.settle();
    assertThat(open("other").add(40)).isTrue();
    assertThat(open("small").add(1)).as("the other grows and holds more").isTrue();
    assertThat(shed).containsExactly("other");
    assertThat(whole.bytes()).isEqualTo(60);
  }

  @Test
  void closingGivesBackOnce() {
    FairBudget.Charge charge = open("x");
    charge.add(60);
    charge.close();
    charge.close();
    assertThat(budget.held()).isZero();
    assertThat(charge.add(1)).isFalse();
  }

  /** Whatever others do, one that asks for less than an equal share gets it. */
  @Test
  void anEqualShareIsAlwaysThere() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    for (int run = 0; run < 300; run++) {
      FairBudget crowded = new FairBudget(1000, 500);
      Map<FairBudget.Charge, Boolean> charges = new HashMap<>();
      for (int i = 0; i < 200; i++) {
        FairBudget.Charge charge = crowded.open("attacker" + random.nextInt(8), () -> {});
        charges.put(charge, charge.add(random.nextInt(200)));
        assertThat(crowded.held()).isLessThanOrEqualTo(1000);
      }
      FairBudget.Charge honest = crowded.open("honest", () -> {});
      for (int i = 0; i < 11; i++) {
        assertThat(honest.add(10)).as("seed " + seed + ", run " + run).isTrue();
      }
      charges.keySet().forEach(FairBudget.Charge::close);
      assertThat(crowded.held()).isEqualTo(110);
    }
  }

  @Test
  void clientsTakeTurns() {
    FairQueue<String> queue = new FairQueue<>();
    for (int i = 0; i < 4; i++) {
      queue.add("greedy", "g" + i);
    }
    queue.add("modest", "m0");
    assertThat(queue.displaceFor("modest")).contains("g3");
    assertThat(queue.displaceFor("greedy")).isEmpty();
    queue.add("modest", "m1");
    assertThat(queue.displaceFor("modest")).isEmpty();
    List<String> order = new ArrayList<>();
    while (queue.size() > 0) {
      order.add(queue.poll().orElseThrow());
    }
    assertThat(order).containsExactly("g0", "m0", "g1", "m1", "g2");
    assertThat(queue.poll()).isEmpty();
  }
}
