package org.chemxor.app.web;

import java.util.Optional;
import org.chemxor.app.draw.StructurePicture;
import org.chemxor.app.history.History;
import org.chemxor.app.model.ModelLink;
import org.chemxor.app.runs.Runs;

/**
 * What is behind the page.
 *
 * @param link the model
 * @param runs what was asked
 * @param history what is kept of it
 * @param pictures draws molecules, where Java has fonts
 */
public record Workbench(
    ModelLink link, Runs runs, History history, Optional<StructurePicture> pictures) {}
