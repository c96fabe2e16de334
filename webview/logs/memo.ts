// Draws a component again only when a prop changed: a list's rows stay while others come.

import { Component, type ComponentChild, createElement, type FunctionComponent } from "preact";

export function memo<Props extends object>(
  draw: (props: Props) => ComponentChild,
): FunctionComponent<Props> {
  class Kept extends Component<Props> {
    override shouldComponentUpdate(next: Readonly<Props>): boolean {
      const { props } = this;
      return Object.entries(next).some(([name, value]) => Reflect.get(props, name) !== value);
    }
    override render() {
      return draw(this.props);
    }
  }
  return (props) => createElement(Kept, props);
}
