/**
 * Budgets and alerts over HTTP: the paths of docs/alerts-api.md. Answers come from the board; changes go to the budgets
 * topic.
 */
@NullMarked
package io.bedrockmeter.alerts.http;

import org.jspecify.annotations.NullMarked;
