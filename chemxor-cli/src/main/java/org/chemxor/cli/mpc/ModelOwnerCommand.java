package org.chemxor.cli.mpc;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.chemxor.cli.options.LoadedModel;
import org.chemxor.core.InvalidInputException;
import org.chemxor.core.Network;
import org.chemxor.data.dataset.DrugSet;
import org.chemxor.data.featurise.GridFingerprintFeaturiser;
import org.chemxor.data.featurise.MoleculeFeaturiser;
import org.chemxor.mpc.ModelOwner;
import org.chemxor.mpc.channel.Address;
import org.chemxor.mpc.compile.Comparator;
import org.chemxor.mpc.compile.CompiledModel;
import org.chemxor.mpc.compile.PlanOptions;
import org.chemxor.mpc.emulate.Calibration;
import org.chemxor.mpc.emulate.RangeException;
import org.chemxor.onnx.OnnxImport;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code chemxor mpc model-owner}. */
@Command(
    name = "model-owner",
    description = "Takes part in predictions with a model without showing its weights.",
    mixinStandardHelpOptions = true)
final class ModelOwnerCommand implements Callable<Integer> {
  private static final int SAMPLES = 4;
  private static final int MOST_SAMPLES = 16;

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  @ArgGroup(exclusive = true, multiplicity = "1")
  private Source source = new Source();

  /** Where the network comes from. */
  static final class Source {
    @Option(
        names = "--model",
        required = true,
        paramLabel = "FOLDER",
        description = "A model folder that train has written.")
    private @Nullable Path model;

    @Option(names = "--onnx", required = true, paramLabel = "FILE", description = "An ONNX model.")
    private @Nullable Path onnx;

    OwnedNetwork load() {
      if (model != null) {
        LoadedModel loaded = LoadedModel.of(model);
        return new OwnedNetwork(loaded.model().network(), Optional.of(loaded.featuriser()));
      }
      if (onnx == null) {
        throw new IllegalStateException("the command line asks for one of both");
      }
      return new OwnedNetwork(OnnxImport.read(onnx), Optional.empty());
    }
  }

  /**
   * A network and, where it is known, what makes its inputs of molecules; that means nothing for
   * networks of other inputs.
   */
  private record OwnedNetwork(Network network, Optional<MoleculeFeaturiser> featuriser) {
    boolean takesMolecules() {
      return network.inputShape().size() == LoadedModel.STANDARD_INPUT.size();
    }
  }

  @Option(names = "--host", defaultValue = "127.0.0.1", description = "Address to listen on.")
  private String host;

  @Option(
      names = "--port",
      defaultValue = "7601",
      description = "Port; 0 picks a free one (default: ${DEFAULT-VALUE}).")
  private int port;

  @Option(
      names = "--dealer",
      defaultValue = "127.0.0.1:7602",
      paramLabel = "HOST:PORT",
      description = "The dealer (default: ${DEFAULT-VALUE}).")
  private String dealer;

  @Option(
      names = "--comparator",
      defaultValue = "tables",
      description =
          "How comparisons are made: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE})."
              + " Function sharing saves a round for each, at 30 times the bytes from the dealer;"
              + " mixed does so where comparisons are few: for parties far from each other.")
  private Comparator comparator;

  @Option(names = "--exact", description = "Round exactly, at a higher cost.")
  private boolean exact;

  @Option(
      names = "--label-only",
      description = "Let the data owner learn which output is the largest and nothing else.")
  private boolean labelOnly;

  @Option(
      names = "--samples",
      paramLabel = "FOLDER",
      description =
          "Images like those to come, in this folder or in folders of it: up to sixteen of them tell"
              + " how large numbers get. Random images otherwise.")
  private @Nullable Path samples;

  @Mixin private ConnectionOptions connections;

  @Override
  public Integer call() throws Exception {
    PlanOptions options =
        PlanOptions.DEFAULT.withExact(exact).withLabelOnly(labelOnly).withComparator(comparator);
    CompiledModel compiled = compile(source.load(), options);
    Address address = new Address(host, port);
    try (ModelOwner owner =
        ModelOwner.listen(compiled, address, Address.parse(dealer), connections.settings())) {
      ConnectionOptions.warmUp();
      PrintWriter out = spec.commandLine().getOut();
      out.println("model owner listening on " + host + ":" + owner.port());
      out.flush();
      owner.join();
    }
    return 0;
  }

  private CompiledModel compile(OwnedNetwork owned, PlanOptions options) throws IOException {
    List<double[]> inputs = samples == null ? samples(owned) : images(samples, owned.network());
    try {
      CompiledModel compiled = Calibration.compile(owned.network(), options, inputs);
      return owned.takesMolecules() && owned.featuriser().isPresent()
          ? compiled.withFeaturiser(owned.featuriser().get().toJson())
          : compiled;
    } catch (RangeException e) {
      throw new InvalidInputException(
          e.getMessage()
              + (samples == null ? " (give --samples with images like those to come)" : ""),
          e);
    }
  }

  private static List<double[]> images(Path folder, Network network) throws IOException {
    List<Path> files = ImageFiles.under(folder);
    int count = Math.min(MOST_SAMPLES, files.size());
    List<double[]> images = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      images.add(
          ImageFiles.read(
              files.get((int) ((long) i * files.size() / count)), network.inputShape()));
    }
    return images;
  }

  /** Inputs to check ranges with: known molecules for networks that take them, or random images. */
  private static List<double[]> samples(OwnedNetwork owned) {
    if (!owned.takesMolecules()) {
      return Calibration.normalSamples(owned.network().inputShape(), SAMPLES);
    }
    MoleculeFeaturiser featuriser =
        owned.featuriser().orElseGet(GridFingerprintFeaturiser::standard);
    return DrugSet.load().drugs().stream()
        .limit(MOST_SAMPLES)
        .map(drug -> featuriser.image(drug.smiles()).toArray())
        .toList();
  }
}
