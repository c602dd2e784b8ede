"""工作台 pages: views read rows, draw `menu()`, and send moves through the door. No rule stands here."""
