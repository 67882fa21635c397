package org.chemxor.cli.predict;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.chemxor.cli.options.LoadedModel;
import org.chemxor.core.MoleculeImage;
import org.chemxor.core.ReferenceEvaluator;
import org.chemxor.data.confidence.DomainVerdict;
import org.chemxor.data.csv.MoleculeRow;
import org.chemxor.data.predictions.AskedMolecule;
import org.chemxor.data.predictions.PredictedMolecule;
import org.chemxor.fhe.FheModel;
import org.chemxor.fhe.exchange.RoundValues;
import org.chemxor.fhe.program.Plan;

/**
 * A model that predicts molecules in this process, in the clear or with both roles of an encrypted
 * evaluation. Not thread-safe.
 */
final class MoleculePredictor implements AskedMolecule.Predictor, AutoCloseable {
  private static final int PLAIN_CHUNK = 1024;

  private final LoadedModel loaded;
  private final Optional<FheModel> encrypted;

  private MoleculePredictor(LoadedModel loaded, Optional<FheModel> encrypted) {
    this.loaded = loaded;
    this.encrypted = encrypted;
  }

  static MoleculePredictor plain(LoadedModel loaded) {
    return new MoleculePredictor(loaded, Optional.empty());
  }

  static MoleculePredictor encrypted(LoadedModel loaded, Plan plan) {
    return new MoleculePredictor(
        loaded, Optional.of(FheModel.wrap(loaded.model().network(), plan)));
  }

  /** How many molecules are best predicted together. */
  int chunk() {
    return encrypted.map(fhe -> fhe.program().outline().maxSamples()).orElse(PLAIN_CHUNK);
  }

  @Override
  public MoleculeImage image(String smiles) {
    return loaded.featuriser().image(smiles);
  }

  @Override
  public Optional<DomainVerdict> domain(String smiles) {
    return loaded.domain(smiles);
  }

  /** An encrypted evaluation takes what it is certified for, a plain one all. */
  @Override
  public void requireAccepted(MoleculeImage image) {
    encrypted.ifPresent(
        fhe -> RoundValues.requireAccepted(fhe.program().outline(), image.toArray()));
  }

  /** Predicts in order; whatever is wrong with one molecule, the others are predicted. */
  List<PredictedMolecule> predict(List<MoleculeRow> rows) {
    return predictAsked(rows.parallelStream().map(row -> AskedMolecule.of(row, this)).toList());
  }

  List<PredictedMolecule> predictAsked(List<AskedMolecule> asked) {
    List<MoleculeImage> images = asked.stream().flatMap(a -> a.image().stream()).toList();
    Iterator<double[]> outputs = outputs(images);
    List<PredictedMolecule> predicted = new ArrayList<>();
    for (AskedMolecule molecule : asked) {
      predicted.add(
          molecule.image().isPresent()
              ? molecule.predicted(Arrays.stream(outputs.next()).boxed().toList())
              : molecule.failed());
    }
    return predicted;
  }

  private Iterator<double[]> outputs(List<MoleculeImage> images) {
    if (encrypted.isPresent()) {
      return new EncryptedOutputs(encrypted.get(), images.iterator());
    }
    ReferenceEvaluator evaluator = new ReferenceEvaluator(loaded.model().network());
    return images.stream().map(evaluator::evaluate).iterator();
  }

  @Override
  public void close() {
    encrypted.ifPresent(FheModel::close);
  }
}
