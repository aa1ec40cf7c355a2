/**
 * What is refused before anything is sent: one wording for everything that a user can mend.
 *
 * <p>Here belongs the sentence and the exception that says it. What is wrong, and what can be done about it, belongs where it
 * is found.
 */
@NullMarked
package io.github.graphattach.refusal;

import org.jspecify.annotations.NullMarked;
