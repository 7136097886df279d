<?php require 'greeting.php'; ?>
<h1><?= greeting('php-beside-package') ?></h1>
