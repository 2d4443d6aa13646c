"""An embedded platform that changes its layout and its rules, and the inboxes that alerts about it arrive in."""
