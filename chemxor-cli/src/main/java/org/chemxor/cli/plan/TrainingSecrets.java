package org.chemxor.cli.plan;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.chemxor.audit.NetworkDigest;
import org.chemxor.audit.report.Sentences;
import org.chemxor.audit.report.StoredAudit;
import org.chemxor.cli.audit.AuditCommand;
import org.chemxor.cli.options.LoadedModel;
import org.chemxor.core.Network;
import org.chemxor.models.privacy.PrivacySettings;
import org.chemxor.service.server.budget.Allowance;

/** What is known about how well a model keeps its training compounds and itself secret. */
final class TrainingSecrets {
  private TrainingSecrets() {}

  /**
   * Sentences on a model in a folder; of a name that is none there is nothing to say.
   *
   * @param model a folder, or the name of an architecture
   */
  static List<String> of(String model) {
    Path folder = Path.of(model);
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    LoadedModel loaded = LoadedModel.of(folder);
    return List.of(promise(loaded), audit(folder, loaded.model().network()));
  }

  private static String promise(LoadedModel loaded) {
    Map<String, String> settings = loaded.model().info().training();
    String epsilon = settings.get(PrivacySettings.EPSILON);
    return epsilon == null
        ? "trained without differential privacy (train --private)"
        : "trained with differential privacy: epsilon "
            + epsilon
            + ", delta "
            + settings.getOrDefault(PrivacySettings.DELTA, "unknown");
  }

  private static String audit(Path folder, Network network) {
    Optional<StoredAudit> audit = StoredAudit.read(folder.resolve(AuditCommand.FOLDER));
    if (audit.isEmpty()) {
      return "not audited (./chemxor audit)";
    }
    return audit.get().digest().equals(NetworkDigest.of(network))
        ? "audited: "
            + audit.get().attack()
            + " recognises "
            + Sentences.percent(audit.get().leak())
            + " of training compounds at 1 % false positives"
        : "its audit is of another network: run ./chemxor audit again";
  }

  /**
   * What a budget of questions means for somebody who wants to copy the network: with fewer answers
   * than numbers it is not determined.
   *
   * @param network behind the answers
   */
  static List<String> of(Allowance allowance, Network network) {
    List<String> sentences = new ArrayList<>();
    sentences.add("a client may ask about " + allowance);
    long answers = network.outputShape().size() * allowance.queries();
    double periods = Math.ceil((double) network.parameterCount() / answers);
    Duration least = allowance.period().multipliedBy((long) periods);
    sentences.add(
        String.format(
            Locale.ROOT,
            "its %d trained numbers are not determined by fewer answers than that, which take one"
                + " client %s; models that behave alike need fewer",
            network.parameterCount(),
            least.toDays() > 1 ? least.toDays() + " days" : least.toHours() + " hours"));
    return sentences;
  }
}
