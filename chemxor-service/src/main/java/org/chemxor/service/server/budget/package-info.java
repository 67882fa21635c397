/** Who may hold how much of what is scarce. */
@NullMarked
package org.chemxor.service.server.budget;

import org.jspecify.annotations.NullMarked;
